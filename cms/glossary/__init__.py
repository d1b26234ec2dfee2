"""The glossary: terms, and their links in texts."""
