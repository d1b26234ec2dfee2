"""A backup gives everything back to the byte, or says why and touches nothing."""

import hashlib
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.utils import ConnectionHandler

from socle.backups import archive
from socle.backups import archive as versions
from socle.backups.archive import (
    BackupFailed,
    give_back,
    is_empty,
    names_in,
    read,
    take_erasures,
    write,
)
from socle.backups.management.commands import backup, restore
from socle.uploads import private_storage
from tests.database import ROOT, copy_into, postgres_template

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor == "postgresql"
        and not (shutil.which("pg_dump") or os.environ.get("REQUIRE_SERVICES")),
        reason="pg_dump is not installed",
    ),
]

NOW = datetime(2026, 11, 26, 3, tzinfo=UTC)
PERSON = (
    "INSERT INTO comptes_user (password, is_superuser, first_name, last_name, is_staff, is_active,"
    " date_joined, email, display_name) VALUES ('', {false}, '', '', {false}, {true},"
    " '2026-11-01 00:00:00+00:00', 'monique@exemple.fr', 'Monique 🌡 D’Été')"
)


@contextmanager
def database(place: Path, name: str, *, is_filled: bool) -> Iterator[object]:
    """A database apart, of the kind the suite runs on: migrated, or with no table."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        path = place / f"{name}.sqlite3"
        if is_filled:
            with closing(sqlite3.connect(path)) as start:
                copy_into(start)
        other = ConnectionHandler({"default": told | {"NAME": str(path)}})["default"]
        yield other
        other.close()
        return
    url, own = os.environ["DATABASE_URL"], f"backup_{name}_{os.getpid()}"
    like = f'TEMPLATE "{postgres_template(url)}"' if is_filled else "TEMPLATE template0"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{own}" {like}')
        other = ConnectionHandler({"default": told | {"NAME": own}})["default"]
        try:
            yield other
        finally:
            other.close()
            server.execute(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[object]:
    """The official geography and a person, a public file and a private one."""
    with database(tmp_path, "filled", is_filled=True) as one:
        words = {"false": "0", "true": "1"} if one.vendor == "sqlite" else {}
        with one.cursor() as cursor:
            cursor.execute(PERSON.format(**({"false": "false", "true": "true"} | words)))
        default_storage.save("images/été.png", ContentFile(b"\x89PNG"))
        private_storage().save("preuves/2026/x.pdf", ContentFile(b"%PDF-1.7" + bytes(3000)))
        yield one


def digests(one) -> dict[str, str]:
    """Of each table, whatever the order of its rows; those of a search index by what they keep."""
    found = {}
    with one.cursor() as cursor:
        tables = set(one.introspection.table_names(cursor))
        if one.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL%'")
            tables -= {name for (name,) in cursor.fetchall()}
        for table in sorted(tables):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a table of ours
            rows = sorted(repr(row) for row in cursor.fetchall())
            found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def files() -> dict[tuple[str, str], bytes]:
    found = {}
    for key, storage in (("public", default_storage), ("private", private_storage())):
        for name in names_in(storage):
            with storage.open(name) as file:
                found[key, name] = file.read()
    return found


def test_everything_comes_back_to_the_byte(filled, tmp_path, settings):
    before, kept = digests(filled), files()
    target = tmp_path / "service.tar"
    summary = write(target, filled, now=NOW)
    assert (summary.files, summary.kind) == (2, filled.vendor)
    assert summary.version == versions.version()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert read(target) == summary
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"
    assert files() == {}
    with database(tmp_path, "other", is_filled=False) as other:
        assert is_empty(other)
        assert give_back(target, other) == summary
        assert digests(other) == before
        assert files() == kept
        with other.cursor() as cursor:
            cursor.execute("DELETE FROM comptes_user")
        with pytest.raises(BackupFailed, match="n’est pas vide"):
            give_back(target, other)
        give_back(target, other, replace=True)
        assert digests(other) == before
        assert files() == kept


def test_an_archive_that_was_cut_or_changed_touches_nothing(filled, tmp_path):
    target = tmp_path / "service.tar"
    write(target, filled, now=NOW)
    data = target.read_bytes()
    with tarfile.open(target) as tar:
        at = tar.getmember("database").offset_data + 5000
    before = digests(filled)
    for name, spoilt, words in (
        ("cut", data[: len(data) // 2], "pas entière"),
        ("changed", data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :], "« database » est abîmé"),
        ("other", b"pas une archive", "pas une sauvegarde"),
    ):
        path = tmp_path / name
        path.write_bytes(spoilt)
        with pytest.raises(BackupFailed, match=words):
            give_back(path, filled, replace=True)
    with pytest.raises(BackupFailed, match="introuvable"):
        read(tmp_path / "nowhere.tar")
    assert digests(filled) == before


def test_an_archive_of_a_later_version_touches_nothing(filled, tmp_path):
    with filled.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('comptes', '9999_later', '2027-01-01 00:00:00+00:00')"
        )
    target = tmp_path / "later.tar"
    write(target, filled, now=NOW)
    before = digests(filled)
    with pytest.raises(BackupFailed, match=r"version plus récente.*comptes\.9999_later"):
        give_back(target, filled, replace=True)
    assert digests(filled) == before


def test_migrations_of_libraries_and_of_rooms_that_are_gone_say_nothing():
    assert (
        versions.unknown(["wagtailcore.0001_squashed_gone", "une_piece_partie.0001_initial"]) == []
    )


def test_the_list_of_erasures_is_carried_and_may_come_from_a_later_archive(
    filled, tmp_path, settings
):
    storages["erasures"].save("20261128T214503Z-12", ContentFile(b"\n"))
    target = tmp_path / "later.tar"
    write(target, filled, now=NOW)
    settings.ERASURES_ROOT = tmp_path / "new-machine"
    assert take_erasures(target) == take_erasures(target) == 1
    assert list(names_in(storages["erasures"])) == ["20261128T214503Z-12"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the commands of a machine of its own")
def test_who_was_erased_since_is_erased_again_and_an_older_backup_is_migrated(tmp_path):
    """The commands themselves, on a machine of their own."""
    base = tmp_path / "db.sqlite3"
    with closing(sqlite3.connect(base)) as start:
        copy_into(start)
        start.execute(PERSON.format(false="0", true="1"))
        start.commit()
    # As a version of before left it, without this migration.
    manage(tmp_path, "migrate", "guichets", "0001")
    number = asked(base, "SELECT id FROM comptes_user WHERE email = 'monique@exemple.fr'")
    archive = tmp_path / "old.tar"
    manage(tmp_path, "backup", archive)
    # Erased since: what closing an account writes, then does (tests/communaute/donnees).
    (tmp_path / "effacements").mkdir()
    (tmp_path / f"effacements/20261128T214503Z-{number}").write_bytes(b"\n")
    said = manage(tmp_path, "restore", archive, "--replace")
    assert f"version {versions.version()} est remise" in said
    assert "venait d’une version d’avant" in said
    assert "effacés de nouveau : 1." in said
    assert asked(base, "SELECT count(*) FROM comptes_user") == 0
    undone = "SELECT count(*) FROM django_migrations WHERE app = 'guichets'"
    assert asked(base, undone) == 2


def manage(place: Path, *words: object) -> str:
    """What a command of `manage.py` says, with its data in this folder."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "manage.py", *map(str, words)],
        cwd=ROOT,
        env=kept | {"DATA_DIR": str(place), "DEBUG": "1"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def asked(base: Path, sql: str) -> int:
    with closing(sqlite3.connect(base)) as one:
        found: int = one.execute(sql).fetchone()[0]
        return found


def test_a_full_disk_leaves_no_half_archive(filled, tmp_path, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "_add", full)
    monkeypatch.setattr(backup, "connection", filled)
    with pytest.raises(CommandError, match="n’a pas pu être écrite"):
        call_command("backup", tmp_path / "service.tar")
    assert not list(tmp_path.glob("service.tar*"))


def test_the_commands_keep_the_last_ones_and_say_what_they_did(filled, tmp_path, monkeypatch):
    monkeypatch.setattr(backup, "connection", filled)
    monkeypatch.setattr(restore, "connection", filled)
    folder, out = tmp_path / "kept", StringIO()
    folder.mkdir()
    for day in (1, 2):
        (folder / f"chauffage-urbain-2026-01-0{day}T030000.tar").touch()
    call_command("backup", folder, keep=2, stdout=out)
    last, new = sorted(folder.glob("*"))
    assert last.name == "chauffage-urbain-2026-01-02T030000.tar"
    assert "la base et 2\xa0fichiers" in out.getvalue()
    call_command("restore", new, "--check", stdout=out)
    assert "est entière" in out.getvalue()
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", new)
    with pytest.raises(CommandError, match="existe déjà"):
        call_command("backup", new)
    with pytest.raises(CommandError, match="demande un dossier"):
        call_command("backup", tmp_path / "x.tar", keep=2)
