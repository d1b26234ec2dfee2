"""What the national team does for accounts, and all that is late anywhere."""
