"""How a message leaves the house. Each sender tries once and raises `NotSent`."""
