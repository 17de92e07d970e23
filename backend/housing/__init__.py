"""Housing: the home check, and asking for advice about adapting one's home."""
