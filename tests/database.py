"""One migrated database, made once per state of migrations, models and data, then copied.

Migrating from nothing (Wagtail's history, the official geography) takes about half a minute of
one core: each test worker and the browser's service would pay it again, and so would each edit of
a view if the key of the copy covered all the code.

`python -m tests.database [URL]` makes the templates ahead: of SQLite, then of this PostgreSQL.
"""

import ast
import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("socle", "cms", "communaute", "ambassadeurs", "config")
# Each migration makes the models anew and drops the former ones: looking for what was dropped at
# each few of them is a tenth of the time. What they write is of before the noon of tests.
MIGRATE = """
import gc, os
from datetime import UTC, datetime
from django.core.management import execute_from_command_line
from django.utils import timezone
timezone.now = lambda: datetime(2026, 11, 2, 8, tzinfo=UTC)
gc.set_threshold(200_000, 20, 20)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
execute_from_command_line(["manage.py", "migrate", "-v", "0"])
"""


def migrated_template() -> Path:
    """The template's file, made now if this state of the schema has none yet."""
    place = ROOT / "var/test-db" / f"{schema_key()}.sqlite3"
    place.parent.mkdir(parents=True, exist_ok=True)
    with (place.parent / "lock").open("w") as lock:
        # Of two workers that need it, one makes it and the other waits.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            with tempfile.TemporaryDirectory(dir=place.parent) as scratch:
                _migrate(Path(scratch), place)
    return place


def postgres_template(url: str) -> str:
    """Name of a migrated database on this server, made now if it has none: `CREATE DATABASE …
    TEMPLATE` copies it in a blink."""
    name = f"migrated_{schema_key()}"
    place = ROOT / "var/test-db"
    place.mkdir(parents=True, exist_ok=True)
    with (place / "lock").open("w") as lock, psycopg.connect(url, autocommit=True) as connection:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # Of another copy of the code, on the same server; given back with the connection.
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not found.fetchone():
            part = f"{name}_part"
            connection.execute(f'DROP DATABASE IF EXISTS "{part}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{part}"')
            with tempfile.TemporaryDirectory(dir=place) as scratch:
                address = urlsplit(url)._replace(path=f"/{part}").geturl()
                _run_migrate({"DATA_DIR": scratch, "DATABASE_URL": address})
            connection.execute(f'ALTER DATABASE "{part}" RENAME TO "{name}"')
    return name


def copy_into(target: sqlite3.Connection) -> None:
    """Fill an empty database with the template."""
    source = sqlite3.connect(migrated_template())
    try:
        source.backup(target)
    finally:
        source.close()


def _migrate(scratch: Path, place: Path) -> None:
    _run_migrate({"DATA_DIR": str(scratch)})
    # A copy, and not the file itself: part of it may still be in the WAL journal.
    source, copy = sqlite3.connect(scratch / "db.sqlite3"), sqlite3.connect(scratch / "copy")
    source.backup(copy)
    source.close()
    copy.close()
    (scratch / "copy").rename(place)


def _run_migrate(variables: dict[str, str]) -> None:
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    subprocess.run(
        [sys.executable, "-c", MIGRATE],
        cwd=ROOT,
        env=environment | variables,
        check=True,
    )


def schema_key(root: Path = ROOT) -> str:
    """Sixteen characters that change with what a migrated database is made of, and with that only.

    That is: migrations and how they are run, the code of ours that they import, models, shipped
    data, and the libraries' versions (they have migrations too). Views, forms and templates change
    nothing.
    """
    digest = hashlib.sha256((root / "uv.lock").read_bytes() + MIGRATE.encode())
    for path in sorted(_sources(root)):
        digest.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _sources(root: Path) -> set[Path]:
    found = set()
    for path in (path for room in ROOMS for path in (root / room).rglob("*") if path.is_file()):
        folder = path.parent.name
        if path.suffix == ".xz" or path.name == "models.py":
            found.add(path)
        elif path.suffix == ".py" and folder in {"models", "migrations"}:
            found.add(path)
            if folder == "migrations":
                found |= _imported(path, root)
    return found


def _imported(migration: Path, root: Path) -> set[Path]:
    """Our own files that a migration imports: what loads the data is part of the data."""
    package = migration.relative_to(root).parent.parts
    names = set()
    for node in ast.walk(ast.parse(migration.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            origin = ".".join((*start, *filter(None, [node.module])))
            names |= {origin, *(f"{origin}.{alias.name}" for alias in node.names)}
    places = (root.joinpath(*name.split(".")) for name in names if name.split(".")[0] in ROOMS)
    files = (
        choice for place in places for choice in (place.with_suffix(".py"), place / "__init__.py")
    )
    return {file for file in files if file.is_file()}


if __name__ == "__main__":
    migrated_template()
    for given in sys.argv[1:]:
        postgres_template(given)
