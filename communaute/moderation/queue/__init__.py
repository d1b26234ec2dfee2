"""The moderators’ queue and the page of a case."""
