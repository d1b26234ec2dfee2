"""Demonstration content of the CMS: eleven guides, loaded once and never overwritten."""

from .loading import load_guides

__all__ = ["load_guides"]
