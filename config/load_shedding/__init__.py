"""How the web processes live, and whose turn it is."""
