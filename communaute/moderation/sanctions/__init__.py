"""Measures towards people: taken, confirmed by a second person, lifted, ended."""
