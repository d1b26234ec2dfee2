"""Looking at processes, and waiting for what must come."""

import os
import time
from collections.abc import Callable
from pathlib import Path

# Of a machine that does much else meanwhile; what comes at once costs nothing.
PATIENCE_S = 300.0


def wait_until[Seen](look: Callable[[], Seen], what: str, patience_s: float = PATIENCE_S) -> Seen:
    """What `look` gives once it is true; fails with `what` long after it should have come."""
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        if seen := look():
            return seen
        time.sleep(0.1)
    raise AssertionError(f"not seen in {patience_s:.0f} s: {what}")


def descendants(pid: int) -> list[int]:
    """Every living process below this one."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (parent := _parent(folder)):
            children.setdefault(parent, []).append(int(folder.name))
    found, todo = [], [pid]
    while todo:
        below = children.get(todo.pop(), [])
        found += below
        todo += below
    return found


def is_alive(pid: int) -> bool:
    return _parent(Path(f"/proc/{pid}")) is not None


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def parent_of(pid: int) -> int | None:
    return _parent(Path(f"/proc/{pid}"))


def _parent(folder: Path) -> int | None:
    """None for a process that is gone, or dead and not yet buried."""
    try:
        state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
    except (OSError, ValueError):
        return None
    return None if state in "ZX" else int(parent)


def end(pids: list[int], number: int) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue
