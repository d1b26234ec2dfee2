"""The demonstration: people and buildings invented, networks and their figures real."""
