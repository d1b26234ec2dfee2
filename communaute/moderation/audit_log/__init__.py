"""The log of moderation: one sealed chain over all cases, verified, and read by auditors."""
