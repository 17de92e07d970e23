"""Technology: from a need to the thing that may help, and the guides that stand beside it."""
