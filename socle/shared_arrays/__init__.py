"""Arrays too heavy for each process to hold: in one file a machine, that all of them map."""

import fcntl
import io
import json
import logging
import mmap
import platform
import re
import struct
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np
from django.conf import settings

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
        raise Damaged(f"{len(data)} bytes")
    length, crc, mark = _END.unpack(data[-_END.size :])
    table_at = len(data) - _END.size - length
    if mark != _MARK or table_at < 0 or zlib.crc32(data[: -_END.size]) != crc:
        raise Damaged("not whole")
    table = json.loads(bytes(data[table_at : -_END.size]))
    if table["key"] != key:
        return None
    return {
        name: np.frombuffer(data, np.dtype(kind), count=int(np.prod(shape)), offset=begun).reshape(
            shape
        )
        for name, (kind, shape, begun) in table["arrays"].items()
    }


logger = logging.getLogger(__name__)

# How long a process waits for another that makes the file, in seconds: then it does without.
PATIENCE_S = 10.0
_POLL_S = 0.02

Fill = Callable[[Writer], None]


def arrays_of(name: str, key: str, fill: Fill) -> Arrays:
    """The arrays that `fill` writes, for this version of what it reads (`key`): from the file when
    it has them, else made, and kept for the others. A disk that fails or lies costs memory, never
    the answer: they are then this process's own, and the log says so.

    Without a key there is nothing to recognise: nothing is kept.
    """
    if not key:
        return _own(key, fill)
    path = place_of(name)
    try:
        arrays = _mapped(path, key)
        if arrays is None:
            path.parent.mkdir(parents=True, exist_ok=True)
            with _alone(path):
                arrays = _mapped(path, key)
                if arrays is None:
                    _write(path, key, fill)
                    arrays = _mapped(path, key)
        if arrays is not None:
            return arrays
        reason = "the file just written cannot be read"
    except OSError as error:
        reason = str(error)
    logger.warning("%s: in the memory of this process, not shared (%s)", name, reason)
    return _own(key, fill)


def place_of(name: str) -> Path:
    """Where the file is. Of each machine its own, were their disk shared: a file replaced over a
    network is taken from under who has it mapped, and the kernel then kills the process."""
    machine = re.sub(r"[^A-Za-z0-9-]", "-", platform.node())
    return Path(settings.CACHE_ROOT) / f"{name}-{machine}.arrays"


def _own(key: str, fill: Fill) -> Arrays:
    stream = io.BytesIO()
    writer = Writer(stream, key=key)
    fill(writer)
    writer.end()
    arrays = read(stream.getbuffer(), key=key)
    assert arrays is not None  # noqa: S101 - the same key
    return arrays


def _mapped(path: Path, key: str) -> Arrays | None:
    """The arrays of the file; None when it is absent, damaged (said) or of another version."""
    try:
        with path.open("rb") as file:
            # Raises ValueError for an empty file.
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return read(mapped, key=key)
    except FileNotFoundError:
        return None
    except (Damaged, ValueError) as error:
        logger.warning("%s is damaged (%s): made again", path, error)
        return None


def _write(path: Path, key: str, fill: Fill) -> None:
    """Put a whole file in place of the former one: who has that one mapped keeps it."""
    new = path.with_suffix(".new")
    try:
        with new.open("wb") as stream:
            writer = Writer(stream, key=key)
            fill(writer)
            writer.end()
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Be the only process of this machine that makes the file; the kernel frees what a killed one
    held. Raises TimeoutError after `PATIENCE_S`."""
    with path.with_suffix(".lock").open("w") as file:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    message = f"{path} is being made by another process for too long"
                    raise TimeoutError(message) from None
                time.sleep(_POLL_S)
        yield
