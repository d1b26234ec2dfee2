"""Pages of moderators about people: take a measure, be the second person, end a measure."""
