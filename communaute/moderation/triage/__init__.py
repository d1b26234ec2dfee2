"""What a reported text is about: how grave, and the same as which others."""
