"""District heating networks: import, pages, map, distance from an address."""
