"""The whole database, to a file and back, by the engine's own means."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper


class BackupFailed(Exception):
    """Nothing was kept, or nothing was given back: `str(error)` is a French sentence."""


def dump(connection: BaseDatabaseWrapper, target: Path) -> None:
    """Write all that is committed, as of one moment, while people go on writing."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
        return
    _run(connection, "pg_dump", "--format=custom", *_NOT_OWNERS, f"--file={target}")


def load(connection: BaseDatabaseWrapper, source: Path) -> None:
    """Fill an empty database with what `dump` wrote, whole or not at all."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(source)) as kept:
            kept.backup(connection.connection)
        return
    name = connection.settings_dict["NAME"]
    once = ("--single-transaction", "--exit-on-error")
    _run(connection, "pg_restore", *once, *_NOT_OWNERS, f"--dbname={name}", str(source))


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    return not connection.introspection.table_names()


def empty(connection: BaseDatabaseWrapper) -> None:
    """Drop all it holds. On SQLite the copy takes the place of everything: nothing to do."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")


_NOT_OWNERS = ("--no-owner", "--no-privileges")


def _run(connection: BaseDatabaseWrapper, program: str, *arguments: str) -> None:
    if not shutil.which(program):
        message = f"Il manque le programme {program} (paquet postgresql-client)."
        raise BackupFailed(message)
    done = subprocess.run(  # noqa: S603 - our own arguments; the password goes by the environment
        [program, *arguments],
        env={**os.environ, **_environment(connection.settings_dict)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines()
        message = f"{program} a échoué : {said[0] if said else done.returncode}"
        raise BackupFailed(message)


def _environment(settings: dict[str, object]) -> dict[str, str]:
    """How libpq is told where to go (PostgreSQL, « Environment Variables »)."""
    told = {
        "PGHOST": settings["HOST"],
        "PGPORT": settings["PORT"],
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
        "PGDATABASE": settings["NAME"],
    }
    options = settings.get("OPTIONS")
    if isinstance(options, dict) and "sslmode" in options:
        told["PGSSLMODE"] = options["sslmode"]
    return {name: str(value) for name, value in told.items() if value}
