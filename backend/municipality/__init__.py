"""Which municipality, its units, hours, services and promises. One file each in `content/municipalities/`."""
