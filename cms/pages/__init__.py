"""Pages that editors compose beside guides: news, events, dossiers, easy-to-read, contact."""
