"""Importers of the room: local energy agencies."""
