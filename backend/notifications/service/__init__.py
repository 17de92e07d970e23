"""Telling people, and seeing to it that it arrives."""
