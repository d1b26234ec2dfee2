"""A building’s project: its members, its steps, its page « Ma copropriété »."""
