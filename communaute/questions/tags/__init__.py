"""Tags of a question: found in its words, chosen by people, kept in order by editors."""
