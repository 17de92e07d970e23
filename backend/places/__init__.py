"""Scarce things: who has which seat at which time, who holds one while thinking, and who is next in line."""
