"""Reports: what they weigh, what they hide meanwhile, how their outcome is contested."""
