"""What the desks of operators, agencies and local authorities read."""
