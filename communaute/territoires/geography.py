"""The official geography as one compressed file: made from the sources, read by the loader.

Format (`data/geographie_2026.json.xz`, JSON): `millesime` (year of the COG) and one list of rows
per level, each row in the order of the field lists below. Sources and licence: `data/SOURCES.md`.
"""

import csv
import json
import lzma
from pathlib import Path
from typing import Any

MILLESIME = 2026
DATA_FILE = Path(__file__).parent / "data" / f"geographie_{MILLESIME}.json.xz"

REGION_FIELDS = ("code", "name")
DEPARTEMENT_FIELDS = ("code", "name", "region_id")
EPCI_FIELDS = ("code", "name", "kind")
COMMUNE_FIELDS = (
    "code",
    "name",
    "departement_id",
    "region_id",
    "epci_id",
    "parent_id",
    "population",
    "latitude",
    "longitude",
    "postcodes",
)
# The three cities cut into arrondissements: prefix of the arrondissement's code -> the city.
CITY_OF_DISTRICT = {"751": "75056", "6938": "69123", "132": "13055"}


class GeographyError(Exception):
    """A source file is missing, or does not hold what it should."""


def read_geography(path: Path = DATA_FILE) -> dict[str, Any]:
    """Return the content of the compressed file."""
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        return json.load(stream)


def build_geography(source: Path) -> dict[str, Any]:
    """Join the official CSV files of `source`; raise `GeographyError` when one is missing."""
    points = {row["code"]: row for row in _rows(source / "communes_points.csv")}
    communes = [
        _commune(row, points.get(row["code"])) for row in _rows(source / "communes_2026.csv")
    ]
    # Cities before their arrondissements, so that a parent exists when its children arrive.
    communes.sort(key=lambda row: (row[5] is not None, row[0]))
    return {
        "millesime": MILLESIME,
        "regions": [[row["code"], row["nom"]] for row in _rows(source / "regions_2026.csv")],
        "departements": [
            [row["code"], row["nom"], row["region"] or None]
            for row in _rows(source / "departements_2026.csv")
        ],
        "epci": [[row["code"], row["nom"], row["type"]] for row in _rows(source / "epci_2026.csv")],
        "communes": communes,
    }


def write_geography(data: dict[str, Any], path: Path = DATA_FILE) -> None:
    """Write the compressed file; the same data gives the same bytes."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        raise GeographyError(f"Fichier source introuvable : {path.name}")
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _commune(row: dict[str, str], point: dict[str, str] | None) -> list[Any]:
    return [
        row["code"],
        row["nom"],
        row["departement"] or None,
        row["region"] or None,
        row["epci"] or None,
        _city_of(row) if row["type"] == "arrondissement-municipal" else None,
        int(row["population"] or 0),
        float(point["lat"]) if point else None,
        float(point["lon"]) if point else None,
        row["codes_postaux"],
    ]


def _city_of(row: dict[str, str]) -> str:
    for prefix, city in CITY_OF_DISTRICT.items():
        if row["code"].startswith(prefix):
            return city
    raise GeographyError(f"Arrondissement sans ville : {row['code']}")
