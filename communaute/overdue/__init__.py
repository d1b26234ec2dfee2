"""What the clock does in moderation: nothing grows old in silence."""
