"""The spaces themselves: finding one, who answers there, its description."""
