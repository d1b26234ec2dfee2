"""The national register of copropriétés (RNIC): finding a building by its address."""
