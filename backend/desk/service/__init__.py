"""The verbs of the desk. None commits; the edge owns the transaction."""
