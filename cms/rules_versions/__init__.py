"""The versions of the rules: which were in force when, and how a new one comes."""
