"""The national team looks at the desks of others, and what is late there."""
