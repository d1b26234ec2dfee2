"""Editing and withdrawing one's own texts: who may, until when, and what a text said before."""
