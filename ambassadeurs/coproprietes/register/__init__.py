"""The national register of copropriétés (RNIC): reading its file, keeping and searching it."""
