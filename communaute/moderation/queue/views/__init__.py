"""Pages of moderators: the queue, a case, several at once."""
