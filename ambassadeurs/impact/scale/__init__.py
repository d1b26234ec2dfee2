"""Rows by the thousand, invented and always the same, to measure (`manage.py seed_scale`)."""
