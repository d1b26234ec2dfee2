"""What the clock makes ready before anybody reads it."""
