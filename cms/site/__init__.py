"""The frame of every page, and what surrounds them: what editors and the team change without code.

Menus, brand, banner. All of it is read as one value (`reading.frame`), kept by each process.
"""
