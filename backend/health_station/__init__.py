"""The senior health station: times that are free, visits that are booked, and the day as its staff see it."""
