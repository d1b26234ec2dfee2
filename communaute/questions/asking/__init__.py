"""Asking: the page and its preview, what is known already, drafts, files."""
