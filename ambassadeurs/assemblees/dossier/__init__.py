"""The papers of an assembly: the numbers that the members type, the drafts that they fill, and
their copy once the request to the syndic is said sent."""
