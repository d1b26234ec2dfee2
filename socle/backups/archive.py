"""One file that holds the service: its database, its files, and what proves that it is whole.

A tar: `database`, then `default/…`, `private/…` and `erasures/…` (the storages), then
`manifest.json`, which tells the kind of database, the moment, the version of the service with its
migrations, and the SHA-256 of each member.
"""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.db.backends.base.base import BaseDatabaseWrapper

DATABASE, MANIFEST = "database", "manifest.json"
# Who was erased since is known from there: docs/deploiement.md.
ERASURES = "erasures"
STORAGES = ("default", "private", ERASURES)
FORMAT = 1
BLOCK = 2**20


@dataclass(frozen=True)
class Summary:
    """What an archive holds: `size` in bytes, all members together; `version` of the service, ""
    when the archive is older than this notice."""

    kind: str
    made_at: datetime
    files: int
    size: int
    version: str = ""


def write(target: Path, connection: BaseDatabaseWrapper, *, now: datetime) -> Summary:
    """Write the archive, readable by its owner only, whole or not at all.

    The database first: a file received meanwhile is one too many, never one too few. Raises
    BackupFailed, and OSError for a disk that is full.
    """
    part = target.with_name(f"{target.name}.part")
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "kind": connection.vendor,
        "made_at": now.isoformat(),
        "version": version(),
        "migrations": migrations_of(connection),
        "members": {},
    }
    try:
        opened = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(opened, "wb") as stream, tarfile.open(fileobj=stream, mode="w") as tar:
            with tempfile.TemporaryDirectory(dir=target.parent) as folder:
                dumped = Path(folder) / DATABASE
                dump(connection, dumped)
                with dumped.open("rb") as database:
                    _add(tar, DATABASE, database, dumped.stat().st_size, manifest)
            for key in STORAGES:
                for name in sorted(names_in(storages[key])):
                    with storages[key].open(name) as file:
                        _add(tar, f"{key}/{name}", file, file.size, manifest)
            told = json.dumps(manifest, indent=1).encode()
            tar.addfile(_member(MANIFEST, len(told)), io.BytesIO(told))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return _summary(manifest)


def read(source: Path) -> Summary:
    """What the archive holds, once each of its members is proved whole. Raises BackupFailed."""
    with _opened(source) as tar:
        manifest = _manifest(tar)
        for name, told in manifest["members"].items():
            digest = hashlib.sha256()
            stream = _stream(tar, name)
            while block := stream.read(BLOCK):
                digest.update(block)
            if digest.hexdigest() != told["sha256"]:
                raise BackupFailed(f"{source.name} : « {name} » est abîmé.")
    return _summary(manifest)


def give_back(source: Path, connection: BaseDatabaseWrapper, *, replace: bool = False) -> Summary:
    """Put the database and the files back as they were. Raises BackupFailed before anything is
    touched when the archive is not whole, is of another engine or of a later version, or when the
    database holds something and `replace` is not said.

    The database is then of the version of the archive: `migrate` brings it to that of the code.
    """
    summary = read(source)
    _check_version(source, summary)
    if summary.kind != connection.vendor:
        message = f"Cette sauvegarde est celle d’une base {summary.kind}, pas {connection.vendor}."
        raise BackupFailed(message)
    if not is_empty(connection):
        if not replace:
            message = "La base n’est pas vide. Pour la remplacer tout entière : --replace."
            raise BackupFailed(message)
        empty(connection)
    with _opened(source) as tar, tempfile.TemporaryDirectory(dir=source.parent) as folder:
        dumped = Path(folder) / DATABASE
        with dumped.open("wb") as target:
            shutil.copyfileobj(_stream(tar, DATABASE), target, BLOCK)
        load(connection, dumped)
        for name in _manifest(tar)["members"]:
            key, _, rest = name.partition("/")
            if key in STORAGES:
                _put(storages[key], rest, _stream(tar, name))
    return summary


def take_erasures(source: Path) -> int:
    """Add to the list of erasures what another archive, later than the one given back, has of it;
    returns how many it has. Raises BackupFailed."""
    read(source)
    with _opened(source) as tar:
        names = [n for n in _manifest(tar)["members"] if n.startswith(f"{ERASURES}/")]
        for name in names:
            _put(storages[ERASURES], name.partition("/")[2], _stream(tar, name))
    return len(names)


def _check_version(source: Path, summary: Summary) -> None:
    with _opened(source) as tar:
        later = unknown(_manifest(tar).get("migrations", ()))
    if later:
        raise BackupFailed(
            f"Cette sauvegarde vient d’une version plus récente du service "
            f"({summary.version}, ici {version()}) : installez-la d’abord. "
            f"Inconnu ici : {later[0]}."
        )


def names_in(storage: Storage, folder: str = "") -> Iterator[str]:
    """The names of all the files of a storage."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}{name}" for name in files if name)
    for below in folders:
        yield from names_in(storage, f"{folder}{below}/")


def _put(storage: Storage, name: str, stream: IO[bytes]) -> None:
    if storage.exists(name):
        storage.delete(name)
    if storage.save(name, File(stream)) != name:
        raise BackupFailed(f"Le fichier « {name} » n’a pas pu reprendre son nom.")


def _add(
    tar: tarfile.TarFile, name: str, stream: IO[bytes], size: int, manifest: dict[str, Any]
) -> None:
    counted = _Counted(stream)
    tar.addfile(_member(name, size), counted)
    manifest["members"][name] = {"sha256": counted.digest.hexdigest(), "size": size}


class _Counted:
    """A stream whose digest is known once it is read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.digest = stream, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.stream.read(size)
        self.digest.update(block)
        return block


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def _opened(source: Path) -> tarfile.TarFile:
    try:
        return tarfile.open(source, "r:")
    except FileNotFoundError:
        message = f"{source.name} : fichier introuvable."
    except tarfile.TarError:
        message = f"{source.name} : ce n’est pas une sauvegarde, ou elle est coupée."
    raise BackupFailed(message)


def _manifest(tar: tarfile.TarFile) -> dict[str, Any]:
    """Raises BackupFailed for an archive that was cut, or that a later version wrote."""
    manifest: dict[str, Any] = json.load(_stream(tar, MANIFEST))
    if manifest["format"] != FORMAT:
        raise BackupFailed("Cette sauvegarde vient d’une autre version du service.")
    return manifest


def _stream(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    try:
        stream = tar.extractfile(name)
    except (KeyError, tarfile.TarError):
        stream = None
    if stream is None:
        raise BackupFailed(f"La sauvegarde n’est pas entière : il y manque « {name} ».")
    return stream


def _summary(manifest: dict[str, Any]) -> Summary:
    members = manifest["members"]
    return Summary(
        kind=manifest["kind"],
        made_at=datetime.fromisoformat(manifest["made_at"]),
        files=len(members) - 1,
        size=sum(one["size"] for one in members.values()),
        version=manifest.get("version", ""),
    )


def version() -> str:
    """The version of the code that runs, as pyproject.toml has it."""
    told = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text(encoding="utf-8"))
    return str(told["project"]["version"])


def migrations_of(connection: BaseDatabaseWrapper) -> list[str]:
    """The migrations that this database went through: "app.name"."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        return [f"{app}.{name}" for app, name in cursor.fetchall()]


def unknown(migrations: Iterable[str]) -> list[str]:
    """Those of our own rooms that this code does not have: a later version made them."""
    ours = {one.label: Path(one.path) for one in apps.get_app_configs() if _is_ours(one.path)}
    found = (one.partition(".") for one in migrations)
    return [
        f"{app}.{name}"
        for app, _, name in found
        if app in ours and not (ours[app] / "migrations" / f"{name}.py").exists()
    ]


def _is_ours(path: str) -> bool:
    base = Path(settings.BASE_DIR)
    return Path(path).is_relative_to(base) and not Path(path).is_relative_to(base / ".venv")


# The whole database, to a file and back, by the engine's own means.


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
        raise BackupFailed(f"Il manque le programme {program} (paquet postgresql-client).")
    done = subprocess.run(  # noqa: S603 - our own arguments; the password goes by the environment
        [program, *arguments],
        env={**os.environ, **_environment(connection.settings_dict)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise BackupFailed(f"{program} a échoué : {said[0] if said else done.returncode}")


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
