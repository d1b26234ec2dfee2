"""« Cette page vous a-t-elle été utile ? »: what is counted, and what is said."""
