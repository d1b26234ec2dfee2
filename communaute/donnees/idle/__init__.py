"""Accounts nobody uses any more: warned, then closed."""
