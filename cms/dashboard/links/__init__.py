"""Links to other sites: which addresses are looked at, where they stand, how they answer."""
