"""Atom feeds of questions."""
