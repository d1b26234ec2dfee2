"""Who is asked to answer a question, and when: at once, then again while nobody answers."""
