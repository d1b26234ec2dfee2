"""Coming back under another account while a measure stands: it holds for the person, not for the
account."""
