"""What the web processes hold in memory, as Linux tells it."""

from pathlib import Path

NAMES = {"Rss:": "rss", "Pss:": "pss", "Private_Clean:": "private", "Private_Dirty:": "private"}
# Below, a process is a helper of the server, not one that answers.
LEAST_MB = 40


def of_processes(parent: int) -> list[dict[str, float]]:
    """Megabytes of each process that `parent` started: `rss`, its share of what is shared (`pss`),
    and what is its own (`private`). Nothing where there is no /proc."""
    found = [_of(process) for process in _children(parent)]
    return [one for one in found if one.get("rss", 0) >= LEAST_MB]


def _children(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children")
    if not listed.exists():
        return []
    direct = [int(word) for word in listed.read_text().split()]
    return [one for child in direct for one in (child, *_children(child))]


def _of(process: int) -> dict[str, float]:
    megabytes: dict[str, float] = {}
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return megabytes
    for name, *values in map(str.split, lines):
        if key := NAMES.get(name):
            megabytes[key] = megabytes.get(key, 0.0) + int(values[0]) / 1024
    return megabytes
