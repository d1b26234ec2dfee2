"""Settings: loud in production when something is missing, clean when all is there."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCTION = {
    "SECRET_KEY": "cle-d-essai-sans-valeur-" + "a1b2c3d4e5" * 5,
    "AUDIT_KEY": "cle-de-scelles-d-essai-sans-valeur",
    "ALLOWED_HOSTS": "chauffage-urbain.example",
    "BASE_URL": "https://chauffage-urbain.example",
}


def manage(tmp_path, *arguments, **variables):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=kept | {"DATA_DIR": str(tmp_path)} | variables,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("missing", sorted(PRODUCTION))
def test_a_missing_variable_stops_the_start_and_is_named(tmp_path, missing):
    there = {name: value for name, value in PRODUCTION.items() if name != missing}
    done = manage(tmp_path, "check", **there)
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert f"La variable d'environnement {missing} est obligatoire" in last


def test_debug_off_alone_declares_production(tmp_path):
    done = manage(tmp_path, "check", DEBUG="0")
    assert done.returncode != 0
    assert "SECRET_KEY" in done.stderr


def test_documented_production_passes_every_deployment_check(tmp_path):
    known = PRODUCTION | {"JDMA_ID": "1234"}
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **known)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_development_needs_nothing(tmp_path):
    assert manage(tmp_path, "check").returncode == 0


def test_migrations_follow_the_models(tmp_path):
    done = manage(tmp_path, "makemigrations", "--check", "--dry-run")
    assert done.returncode == 0, done.stdout


def test_the_demonstration_refuses_production(tmp_path):
    done = manage(tmp_path, "seed_demo", **PRODUCTION)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert re.search("production", done.stderr, re.I)


def test_sqlite_is_ready_for_several_writers(tmp_path):
    code = (
        "from django.db import connection as c; cur = c.cursor();"
        "print([cur.execute(f'PRAGMA {p}').fetchone()[0] for p in"
        " ('journal_mode', 'foreign_keys', 'busy_timeout')], c.transaction_mode)"
    )
    done = manage(tmp_path, "shell", "--no-imports", "-c", code)
    assert done.stdout.strip() == "['wal', 1, 20000] IMMEDIATE"
