"""What who operates the service reads: figures to draw, and which request a line is about."""
