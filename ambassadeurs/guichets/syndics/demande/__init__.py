"""One request of a syndic for several buildings."""
