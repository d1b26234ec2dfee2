"""Named numpy arrays one after the other in a file that may be mapped, and that tells damage.

The bytes of the arrays, then where each is (JSON), then the length of that, a CRC-32 of all that
comes before, and a mark: what was cut short ends otherwise.
"""

import json
import struct
import zlib
from collections.abc import Iterable, Mapping
from typing import IO, Any

import numpy as np

Arrays = Mapping[str, np.ndarray]

_MARK = b"CUARRAYS"
_END = struct.Struct("<QI8s")
# Where an array begins: numbers of eight bytes are read in place.
_ALIGNED = 8


class Damaged(Exception):
    """These bytes are not what a `Writer` wrote."""


class Writer:
    """Writes arrays as they come, without holding them. Raises what `stream.write` raises."""

    def __init__(self, stream: IO[bytes], *, key: str) -> None:
        self.stream = stream
        self.key = key
        self.places: dict[str, tuple[str, list[int], int]] = {}
        self.written = 0
        self.crc = 0

    def put(self, name: str, array: np.ndarray) -> None:
        """Write one array."""
        self.put_parts(name, [array], like=array)

    def put_parts(self, name: str, parts: Iterable[np.ndarray], *, like: np.ndarray) -> None:
        """Write one array given in pieces along its first axis; `like` has their type and the
        shape of a row."""
        begun, rows = self.written, 0
        for part in parts:
            self._write(np.ascontiguousarray(part, dtype=like.dtype).data)
            rows += len(part)
        self.places[name] = (like.dtype.str, [rows, *like.shape[1:]], begun)
        self._write(memoryview(bytes(-self.written % _ALIGNED)))

    def end(self) -> None:
        """Write what makes the rest readable: without it there is nothing."""
        table = json.dumps({"key": self.key, "arrays": self.places}).encode()
        self._write(memoryview(table))
        self.stream.write(_END.pack(len(table), self.crc, _MARK))

    def _write(self, data: memoryview) -> None:
        if not data.nbytes:
            return
        self.stream.write(data)
        self.crc = zlib.crc32(data, self.crc)
        self.written += data.nbytes


def read(buffer: Any, *, key: str) -> Arrays | None:
    """The arrays in these bytes (any object that gives a buffer), read in place; None when they
    were written under another key. Raises Damaged."""
    data = memoryview(buffer)
    if len(data) < _END.size:
        message = f"{len(data)} bytes"
        raise Damaged(message)
    length, crc, mark = _END.unpack(data[-_END.size :])
    table_at = len(data) - _END.size - length
    if mark != _MARK or table_at < 0 or zlib.crc32(data[: -_END.size]) != crc:
        message = "not whole"
        raise Damaged(message)
    table = json.loads(bytes(data[table_at : -_END.size]))
    if table["key"] != key:
        return None
    return {
        name: np.frombuffer(data, np.dtype(kind), count=int(np.prod(shape)), offset=begun).reshape(
            shape
        )
        for name, (kind, shape, begun) in table["arrays"].items()
    }
