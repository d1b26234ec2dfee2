"""Putting a question in another space: its author, or a moderator, who may decide a case so."""
