"""What Django’s own French formats do not know."""
