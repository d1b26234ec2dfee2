"""The partner API: an organisation’s software reads and moves its requests by key."""
