"""The public API: eligibility of an address, networks."""
