"""The file: made once a machine and a version, mapped by every process."""

import fcntl
import io
import logging
import mmap
import platform
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from .arrays import Arrays, Damaged, Writer, read

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
