"""Learning to moderate: worked cases, and decisions read a second time by another agency."""
