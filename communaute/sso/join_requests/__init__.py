"""Asking to join an organisation found by one’s mail domain."""
