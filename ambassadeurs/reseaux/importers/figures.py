"""Rows of the yearly arrêté DPE: EnR&R and CO2 of each network, with their year."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import Rejected
from . import readers


@dataclass
class FiguresRecord:
    """A row of the arrêté DPE: figures of a network known by its national id."""

    file: str
    number: int
    identifiant: str
    name: str
    environment: dict[str, Any]
    notes: list[str] = field(default_factory=list)


def read_figures(number: int, row: Mapping[str, str], *, file: str, label: str) -> FiguresRecord:
    """A row of the arrêté DPE: CO2 in kg/kWh, read as g/kWh. Raises Rejected."""
    identifiant = row.get("identifiant", "").strip().upper()
    if not identifiant:
        message = "identifiant absent"
        raise Rejected(message)
    environment: dict[str, Any] = {
        "enrr_rate": readers.percent(row.get("taux_enrr")),
        "co2_direct": readers.grams(row.get("contenu_co2")),
        "co2_acv": readers.grams(row.get("contenu_co2_acv")),
        "environment_year": readers.text(row.get("annee_reference"), limit=20),
        "environment_source": label,
    }
    pairs = (
        ("taux_enrr", "enrr_rate"),
        ("contenu_co2", "co2_direct"),
        ("contenu_co2_acv", "co2_acv"),
    )
    wrong = [
        column
        for column, name in pairs
        if row.get(column, "").strip() and environment[name] is None
    ]
    if wrong:
        message = f"valeur illisible ou hors bornes : {', '.join(wrong)}"
        raise Rejected(message)
    if all(environment[name] is None for _, name in pairs):
        message = "aucun chiffre"
        raise Rejected(message)
    return FiguresRecord(
        file, number, identifiant, readers.text(row.get("nom"), limit=200), environment
    )
