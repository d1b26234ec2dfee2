"""The contact form and its messages."""
