"""Desks of operators, agencies, local authorities, syndics and the national team."""
