"""What every text of this room goes through: read, checked, rendered, never lost."""
