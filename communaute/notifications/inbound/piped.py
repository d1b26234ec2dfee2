"""A mail on the standard input: never more of it in memory than what is read."""

from typing import BinaryIO

from .services import is_too_heavy

CHUNK = 1_000_000


def read_piped(stream: BinaryIO) -> tuple[bytes, int]:
    """The mail and its size; only its beginning when it is too heavy to be taken."""
    parts: list[bytes] = []
    size = 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if not is_too_heavy(size):
            parts.append(chunk)
    return b"".join(parts[:1] if is_too_heavy(size) else parts), size
