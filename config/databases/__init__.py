"""Which databases there are, and which one answers."""
