"""What the others of a building read of the requests of one of them, and how they follow them."""
