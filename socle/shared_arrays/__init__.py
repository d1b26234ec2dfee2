"""Arrays too heavy for each process to hold: in one file a machine, that all of them map."""

from .arrays import Arrays, Writer
from .kept import arrays_of

__all__ = ["Arrays", "Writer", "arrays_of"]
