"""What happens after the answer: relay, delivery, clockwork.

Nothing in the house imports this package; `hundre` starts its programs as processes of their own.
"""
