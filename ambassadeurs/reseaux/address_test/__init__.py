"""The address test: geocoding, nearest network, result."""
