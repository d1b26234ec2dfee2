"""What is shown beside a guide: what the index finds for it, and what its editors chose."""
