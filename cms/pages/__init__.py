"""Public pages: home, guides, news, events, contact."""
