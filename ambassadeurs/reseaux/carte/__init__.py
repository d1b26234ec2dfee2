"""The map of networks and ambassadors: tiles, GeoJSON, legend."""
