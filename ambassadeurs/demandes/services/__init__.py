"""Writing mises en relation: import from the modules."""
