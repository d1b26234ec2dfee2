"""Where an account is open: on which device, since when, and how to close it from another."""
