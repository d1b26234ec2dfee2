"""Tags as editors manage them: synonyms, merging."""
