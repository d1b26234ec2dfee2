"""Questions, answers and comments of the forum."""
