"""The desk of a local authority: its territory in figures, reminders."""
