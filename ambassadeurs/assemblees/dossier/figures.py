"""The figures that the papers of an assembly rest on, each with its source and its day: kept with
what was sent, then compared with those of now."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from ambassadeurs.simulation.hypotheses import KEYS
from ambassadeurs.simulation.prices import network_of as price_of
from ambassadeurs.simulation.shown import ORIGINS
from socle.calendar import date_format
from socle.facts.reading import fact
from socle.facts.shape import worded
from socle.numbers import NBSP

from .resolutions import network_of

if TYPE_CHECKING:
    from ..models import Assemblee, Dossier

WORDS = settings.BASE_DIR / "templates" / "assemblees" / "dossier"
_QUOTED = re.compile(r"{% get_facts ([^%]+) as ")
UNKNOWN = "non connu"
BUILDING = "Fiche de l’immeuble"


@dataclass(frozen=True, slots=True)
class Kept:
    """A figure as it was when the papers were sent. `dated`: year of the data, article, or day."""

    label: str
    value: str
    source: str
    dated: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure that is no longer what was sent."""

    label: str
    before: str
    now: str


def figures_of(assemblee: Assemblee) -> dict[str, list[str]]:
    """Fields of `Kept` by the key of the figure, as JSON keeps them: of the registry, of the
    network, of the building. At most two queries, those of the price of the network."""
    return {key: _of_fact(key) for key in (*KEYS, *quoted())} | _of_place(assemblee)


@cache
def quoted() -> tuple[str, ...]:
    """Keys of the facts that the words of the papers quote."""
    found = [
        key
        for path in sorted(WORDS.rglob("*.txt"))
        for keys in _QUOTED.findall(path.read_text())
        for key in re.findall(r'"(\w+)"', keys)
    ]
    return tuple(dict.fromkeys(found))


def kept_with(dossier: Dossier) -> list[Kept]:
    """The figures of what was sent; none while nothing was."""
    return [Kept(*one) for one in dossier.frozen.get("figures", {}).values()]


def changed_figures(dossier: Dossier) -> list[Changed]:
    """Those of which the value is another one now; one that has no value any more is not told."""
    kept = dossier.frozen.get("figures", {})
    now = figures_of(dossier.assemblee) if kept else {}
    return [
        Changed(label, value, now[key][1])
        for key, (label, value, *_) in kept.items()
        if key in now and now[key][1] != value
    ]


def _of_fact(key: str) -> list[str]:
    found = fact(key)
    value = f"{found.text}{NBSP}{found.unit}" if found.unit else found.text
    return [found.label, value, found.source.name, found.origin]


def _of_place(assemblee: Assemblee) -> dict[str, list[str]]:
    building, network = assemblee.copropriete, network_of(assemblee)
    today = date_format(timezone.localdate(), "j F Y")
    size = building.dwellings or building.lots
    told = {
        "immeuble": ["Nom de l’immeuble", building.name, BUILDING, today],
        "logements": ["Nombre de logements", _number(size), BUILDING, today],
        "reseau": ["Réseau de chaleur", network.name if network else UNKNOWN, BUILDING, today],
    }
    if network is None:
        return told
    price = price_of(network)
    return told | {
        "enrr": [
            "Part d’énergies renouvelables et de récupération du réseau",
            _number(network.enrr_rate, "%"),
            network.environment_source,
            network.environment_year,
        ],
        "prix": [
            "Prix de la chaleur du réseau",
            _number(price.price, "€ TTC par MWh"),
            network.price_source or ORIGINS[price.origin],
            network.price_year,
        ],
    }


def _number(value: Any, unit: str = "") -> str:
    if value is None:
        return UNKNOWN
    written = worded(Decimal(f"{Decimal(str(value)).normalize():f}"))
    return f"{written}{NBSP}{unit}" if unit else written
