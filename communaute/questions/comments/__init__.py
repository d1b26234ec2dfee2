"""Short comments under a question or an answer: thanks and precisions, which answer nothing."""
