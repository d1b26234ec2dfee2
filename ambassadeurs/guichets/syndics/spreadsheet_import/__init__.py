"""Importing the buildings of a syndic from a spreadsheet."""
