"""What can be done about people and sign-ins."""
