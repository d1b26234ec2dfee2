"""Asking to correct one’s data or to object."""
