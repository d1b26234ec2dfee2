"""People and what they say: accounts, questions, moderation, notifications."""
