"""The desk for people: staff, citizens, and those who oversee. `spoken` and `rail` serve the staff's pages."""
