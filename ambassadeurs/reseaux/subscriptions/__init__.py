"""Following a network: a new ambassador, a visit with places, its pipes in one's own street."""
