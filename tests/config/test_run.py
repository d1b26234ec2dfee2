"""`make run` says clearly that the port is taken, and how to choose another."""

import os
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def test_a_database_of_another_version_is_not_touched(tmp_path):
    base = tmp_path / "db.sqlite3"
    with closing(sqlite3.connect(base)) as start:
        start.execute("CREATE TABLE django_migrations (app, name)")
        start.execute("INSERT INTO django_migrations VALUES ('comptes', '0042_elsewhere')")
        start.commit()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    done = subprocess.run(
        [sys.executable, "scripts/run.py"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PORT": str(port), "DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert f"{base} vient d’une autre version du service (comptes.0042_elsewhere)" in done.stderr
    with closing(sqlite3.connect(base)) as kept:
        names = kept.execute("SELECT name FROM sqlite_master").fetchall()
    assert names == [("django_migrations",)]


def test_a_taken_port_is_said_with_the_way_out(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "scripts/run.py"],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "PORT": str(port), "DATA_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert f"Le port {port} est déjà pris" in done.stdout
    assert f"PORT={port + 1} make run" in done.stdout
    assert done.stderr == ""
    assert not (tmp_path / "db.sqlite3").exists(), "nothing is prepared in vain"
