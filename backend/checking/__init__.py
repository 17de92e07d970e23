"""What subject experts write is checked before anybody reads it: languages, sources, links, plain words."""
