"""What the address test reads from memory, made ready when a web process starts."""

from .geometry import to_lambert
from .places import nearest_commune_code
from .spatial import get_index

# Anywhere: the middle of France.
_DEGREES = (2.43, 46.54)


def make_ready() -> None:
    """Open the traces (make their file when it is not of now), the town halls, the projection."""
    get_index()
    nearest_commune_code(*to_lambert(*_DEGREES))
