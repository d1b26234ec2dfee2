"""The arrays of the index: numpy’s own files, one set a machine, that all its processes map."""

import fcntl
import logging
import os
import platform
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO

import numpy as np
from django.conf import settings

logger = logging.getLogger(__name__)

Arrays = Mapping[str, np.ndarray]


class FileWriter:
    """Writes arrays in a folder as they come, without holding them. Raises OSError."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, array: np.ndarray) -> None:
        """Write one array."""
        np.save(self.folder / f"{name}.npy", array)

    def put_parts(self, name: str, parts: Iterable[np.ndarray], *, like: np.ndarray) -> None:
        """Write one array given in pieces along its first axis; `like` has their type and the
        shape of a row."""
        rows = 0
        with (self.folder / f"{name}.npy").open("wb") as file:
            _write_header(file, like, rows)
            for part in parts:
                file.write(np.ascontiguousarray(part, dtype=like.dtype).data)
                rows += len(part)
            # Numpy leaves room in the header for a first axis that grows.
            file.seek(0)
            _write_header(file, like, rows)


def _write_header(file: IO[bytes], like: np.ndarray, rows: int) -> None:
    header = {
        "descr": np.lib.format.dtype_to_descr(like.dtype),
        "fortran_order": False,
        "shape": (rows, *like.shape[1:]),
    }
    np.lib.format.write_array_header_1_0(file, header)


class MemoryWriter:
    """Holds arrays in this process, where no file can."""

    def __init__(self) -> None:
        self.arrays: dict[str, np.ndarray] = {}

    def put(self, name: str, array: np.ndarray) -> None:
        self.arrays[name] = array

    def put_parts(self, name: str, parts: Iterable[np.ndarray], *, like: np.ndarray) -> None:
        self.arrays[name] = np.concatenate([like, *parts])


Writer = FileWriter | MemoryWriter
Fill = Callable[[Writer], None]


def arrays_of(key: str, fill: Fill) -> Arrays:
    """The arrays that `fill` writes, for this version of what it reads (`key`): mapped from their
    files, made when they are absent. A disk that fails costs memory, never the answer: they are
    then this process’s own, and the log says so.

    Without a key there is nothing to recognise: nothing is kept.
    """
    if key:
        try:
            if arrays := _shared(place() / key, fill):
                return arrays
        except OSError as error:
            logger.warning("Arrays of networks in this process’s memory, not shared: %s", error)
    writer = MemoryWriter()
    fill(writer)
    return writer.arrays


def place() -> Path:
    """Where the files are. Of each machine its own, were their disk shared: a file replaced over a
    network is taken from under who has it mapped, and the kernel then kills the process."""
    machine = re.sub(r"[^A-Za-z0-9-]", "-", platform.node())
    return Path(settings.CACHE_ROOT) / f"reseaux-{machine}"


def _shared(folder: Path, fill: Fill) -> Arrays:
    if arrays := _mapped(folder):
        return arrays
    folder.parent.mkdir(parents=True, exist_ok=True)
    # One process of the machine makes them; the kernel frees what a killed one held.
    with folder.parent.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if arrays := _mapped(folder):
            return arrays
        # Those of former versions: who has them mapped keeps them.
        for former in folder.parent.iterdir():
            shutil.rmtree(former)
        new = folder.with_suffix(".new")
        new.mkdir()
        fill(FileWriter(new))
        os.replace(new, folder)
    return _mapped(folder)


def _mapped(folder: Path) -> Arrays:
    """The arrays of a folder; none when it is absent or damaged (said)."""
    try:
        # Read as plain arrays: numpy’s class of mapped ones slows each operation.
        return {
            path.stem: np.asarray(np.load(path, mmap_mode="r")) for path in sorted(folder.iterdir())
        }
    except FileNotFoundError:
        return {}
    except (EOFError, ValueError) as error:
        logger.warning("%s is damaged (%s): made again", folder, error)
        return {}
