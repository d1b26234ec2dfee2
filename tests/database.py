"""One migrated SQLite database, made once per version of the code and copied where it is needed.

Migrating from nothing (Wagtail's history, the official geography) takes a quarter of a minute of
one core: each test worker and the browser's service would pay it again.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("socle", "cms", "communaute", "ambassadeurs", "config")


def migrated_template() -> Path:
    """The template's file, made now if this version of the code has none yet."""
    place = ROOT / "var/test-db" / f"{_version()}.sqlite3"
    place.parent.mkdir(parents=True, exist_ok=True)
    with (place.parent / "lock").open("w") as lock:
        # Of two workers that need it, one makes it and the other waits.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            with tempfile.TemporaryDirectory(dir=place.parent) as scratch:
                _migrate(Path(scratch), place)
    return place


def copy_into(target: sqlite3.Connection) -> None:
    """Fill an empty database with the template."""
    source = sqlite3.connect(migrated_template())
    try:
        source.backup(target)
    finally:
        source.close()


def _migrate(scratch: Path, place: Path) -> None:
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v", "0"],
        cwd=ROOT,
        env=environment | {"DATA_DIR": str(scratch)},
        check=True,
    )
    # A copy, and not the file itself: part of it may still be in the WAL journal.
    source, copy = sqlite3.connect(scratch / "db.sqlite3"), sqlite3.connect(scratch / "copy")
    source.backup(copy)
    source.close()
    copy.close()
    (scratch / "copy").rename(place)


def _version() -> str:
    """Changes with any model, migration, data file or library."""
    digest = hashlib.sha256((ROOT / "uv.lock").read_bytes())
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            if path.is_file() and path.suffix in {".py", ".xz"}:
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]
