"""Cases: who has it, by when, what happened, and the one table of allowed moves."""
