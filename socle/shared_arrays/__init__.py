"""Arrays too heavy for each process to hold: in one file a machine, that all of them map."""

from .kept import Arrays, Writer, arrays_of

__all__ = ["Arrays", "Writer", "arrays_of"]
