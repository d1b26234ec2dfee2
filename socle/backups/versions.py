"""Which version of the service made a backup, and whether this one can read it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper


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
