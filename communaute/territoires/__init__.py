"""Communes, départements and régions of France."""
