"""One good example of each page of editors, for the demonstration."""

from .loading import load_pages

__all__ = ["load_pages"]
