"""Reading by keys: lists of questions, and threads."""
