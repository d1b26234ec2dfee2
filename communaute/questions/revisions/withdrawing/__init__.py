"""Withdrawing one's own texts: the thread stays readable, and one may change one's mind."""
