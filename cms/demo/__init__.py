"""The guides of the demonstration: eleven, loaded once and never overwritten."""
