"""Writing the official geography into the database."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from django.db import models, transaction

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
    objects = [model(**dict(zip(fields, row, strict=True))) for row in rows]
    model._default_manager.bulk_create(
        objects,
        batch_size=BATCH_SIZE,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[field.removesuffix("_id") for field in fields if field != "code"],
    )
    return len(objects)


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
    manager.bulk_create(
        [
            model(commune_id=commune, postcode=postcode)
            for commune, postcode in sorted(wanted - present.keys())
        ],
        batch_size=BATCH_SIZE,
    )
    return len(wanted)
