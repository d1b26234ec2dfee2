"""Ready-made wordings of the reasons: snippets that the team edits, version by version."""
