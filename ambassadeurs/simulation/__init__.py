"""A year of heating in euros: on a network, with gas, with a heat pump; and how sure that is.

Pure functions over a `Case` (what is known of a building) and `Hypotheses` (the figures of the
registry): nothing here reads a request, and nothing is kept of what people type.
"""
