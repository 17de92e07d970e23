"""What can be done in the technology room. None of it commits or knows HTTP."""
