"""What every room stands on. No word of the trade in here."""
