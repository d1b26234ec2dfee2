"""Tests that really commit: what they wrote is removed from every table, the rest stays."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import connection, connections, models
from wagtail.models import Page, Site

from communaute.territoires.models import Commune, CommunePostcode

# Large, official, and written by nobody here.
_GEOGRAPHY = (Commune, CommunePostcode)
# A page counts those under it, and the starter pages replace the one that Wagtail begins with.
_TREE = (Page, Site)


@contextmanager
def committing() -> Iterator[None]:
    """Rows written meanwhile are seen by every connection, and removed at the end.

    On PostgreSQL only: the SQLite of the tests, in memory, has one connection.
    """
    if connection.vendor == "sqlite":
        pytest.skip("SQLite en mémoire : une seule connexion")
    before = {model: _keys(model) for model in _tables()}
    tree = {model: list(model._base_manager.values()) for model in _TREE}
    try:
        yield
    finally:
        connections.close_all()
        with connection.cursor() as cursor:
            # No order of tables suits every link, and journals refuse to be erased.
            cursor.execute("SET session_replication_role = replica")
            for model, kept in before.items():
                name, key = (
                    connection.ops.quote_name(word)
                    for word in (model._meta.db_table, model._meta.pk.column)
                )
                added = list(_keys(model) - kept)
                cursor.execute(f"DELETE FROM {name} WHERE {key} = ANY(%s)", [added])  # noqa: S608
            for model, rows in tree.items():
                for row in rows:
                    if not model._base_manager.filter(pk=row["id"]).update(**row):
                        model._base_manager.bulk_create([model(**row)])
            cursor.execute("SET session_replication_role = DEFAULT")


def _tables() -> list[type[models.Model]]:
    found = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model not in _GEOGRAPHY
    }
    return list(found.values())


def _keys(model: type[models.Model]) -> set[object]:
    return set(model._base_manager.values_list("pk", flat=True))
