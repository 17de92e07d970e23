"""Who is asking, for whom, with what right: people, staff, sessions, and the guard at every door."""
