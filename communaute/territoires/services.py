"""Writing the official geography into the database."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction

from socle.words import normalise

from .geography import (
    COMMUNE_FIELDS,
    DATA_FILE,
    DEPARTEMENT_FIELDS,
    EPCI_FIELDS,
    REGION_FIELDS,
    read_geography,
)

BATCH_SIZE = 2000


@transaction.atomic
def load_geography(
    *, get_model: Callable[[str], type[models.Model]], path: Path = DATA_FILE
) -> dict[str, int]:
    """Create or update every territory of the file; return how many rows each level holds.

    Idempotent. A commune that left the official list (merger) stays, since contents may refer
    to it. `get_model` gives the model of a name ("Commune"): a migration passes its own.
    """
    data = read_geography(path)
    regions = _upsert(get_model("Region"), REGION_FIELDS, data["regions"])
    departements = _upsert(get_model("Departement"), DEPARTEMENT_FIELDS, data["departements"])
    epci = _upsert(get_model("Epci"), EPCI_FIELDS, data["epci"])
    communes = _upsert(
        get_model("Commune"),
        (*COMMUNE_FIELDS, "search_name"),
        ([*row, normalise(row[1])] for row in data["communes"]),
    )
    postcodes = _sync_postcodes(get_model("CommunePostcode"), data["communes"])
    return {
        "régions": regions,
        "départements": departements,
        "EPCI": epci,
        "communes": communes,
        "codes postaux": postcodes,
    }


def _upsert(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write the rows, by their code where it is known; return how many."""
    values = list(rows)
    changes = ", ".join(f"{field} = excluded.{field}" for field in map(_quoted, fields[1:]))
    _insert(model, fields, values, f"ON CONFLICT ({_quoted(fields[0])}) DO UPDATE SET {changes}")
    return len(values)


def _sync_postcodes(model: type[models.Model], communes: Iterable[Sequence[Any]]) -> int:
    """Make the look-up table say what the communes of the file say, and no more."""
    wanted = {(row[0], postcode) for row in communes for postcode in row[9].split()}
    manager = model._default_manager
    present = {
        (commune, postcode): pk
        for pk, commune, postcode in manager.values_list("pk", "commune_id", "postcode")
    }
    obsolete = [pk for pair, pk in present.items() if pair not in wanted]
    for start in range(0, len(obsolete), BATCH_SIZE):
        manager.filter(pk__in=obsolete[start : start + BATCH_SIZE]).delete()
    _insert(model, ("commune_id", "postcode"), sorted(wanted - present.keys()))
    return len(wanted)


def _insert(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]], end: str = ""
) -> None:
    """Plain rows: 70 000 of them as objects are three times as long, a fifth of all migrations."""
    table, marks = _quoted(model._meta.db_table), ", ".join(["%s"] * len(columns))
    names = ", ".join(map(_quoted, columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks}) {end}", rows)  # noqa: S608


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
