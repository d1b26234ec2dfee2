"""What people write for the committee: targets, and what editors tell of a period."""
