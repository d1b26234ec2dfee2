"""Accounts that were erased, known apart from the database."""
