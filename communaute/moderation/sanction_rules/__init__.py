"""Measures towards people: what they forbid, until when, how long the next one lasts."""
