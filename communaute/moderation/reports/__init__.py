"""Reporting a text: what is asked, and what is offered with it."""
