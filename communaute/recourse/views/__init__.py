"""Pages of moderation, by whom they serve."""
