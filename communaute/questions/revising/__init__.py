"""Editing one's own texts: who may, until when, and what the text said before."""
