"""The desk for programs: the municipality's own, and a citizen's phone."""
