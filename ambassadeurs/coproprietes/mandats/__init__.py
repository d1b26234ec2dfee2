"""Mandates of ambassadors: application, verification by the agency, renewal, end."""
