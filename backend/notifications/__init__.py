"""Whom to tell, by what channel, and what arrived. What can't be delivered becomes a desk task."""
