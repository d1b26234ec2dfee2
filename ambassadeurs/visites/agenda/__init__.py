"""Visits and events to come, for everybody: the page, its map, its calendar file."""
