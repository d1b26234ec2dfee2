"""Short surveys after an exchange or a visit."""
