"""What the drafts need, typed by the members: of the offer, of the funds, of the contract to end.

Money in € incl. tax unless said; power in kW; R1 in € before tax per MWh, R2 before tax per kW.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime, time
from decimal import Decimal
from operator import gt, le, lt
from typing import Any


@dataclass(frozen=True, slots=True)
class Numbers:
    """None, or an empty text: not told yet."""

    operator: str = ""
    offer_on: date | None = None
    works: Decimal | None = None
    kw: Decimal | None = None
    r1: Decimal | None = None
    r2: Decimal | None = None
    years: int | None = None
    has_skid: bool = False
    has_duty: bool = False
    fund: Decimal | None = None
    key: str = ""
    calls: str = ""
    contract: str = ""
    contract_ends: date | None = None
    mandate_until: date | None = None
    mandate_max: Decimal | None = None
    fees: Decimal | None = None
    fees_scale: str = ""
    several_offers: bool = False
    wants_loan: bool = False
    loan: Decimal | None = None
    loan_from: str = ""
    loan_years: int | None = None
    loan_rate: Decimal | None = None
    wants_premises: bool = False
    premises: str = ""
    meters: str = ""
    meters_max: Decimal | None = None
    meeting_on: date | None = None
    meeting_hour: time | None = None
    meeting_place: str = ""

    @property
    def meeting_at(self) -> datetime | None:
        """When the information meeting is, on the clock of the place; None until it is told."""
        if self.meeting_on is None or self.meeting_hour is None:
            return None
        return datetime.combine(self.meeting_on, self.meeting_hour)

    def at(self, held_on: date) -> Numbers:
        """The same, for the assembly of that day: without an offer that comes after it, a meeting
        that does not come before it, what it cannot end or entrust any more."""
        wrong = dict.fromkeys(misfits(asdict(self), held_on))
        return replace(self, **wrong)

    def set_aside(self, held_on: date) -> list[str]:
        """The labels of the days that the assembly of that day, moved since, cannot vote."""
        return [LABELS[name] for name in misfits(asdict(self), held_on)]

    def missing(self, *names: str) -> list[str]:
        """The labels of what is not told yet, among these."""
        return [LABELS[name] for name in names if getattr(self, name) in (None, "")]


LABELS = {
    "operator": "Exploitant",
    "offer_on": "Date de son offre",
    "works": "Travaux, montant maximal",
    "kw": "Puissance souscrite",
    "r1": "R1",
    "r2": "R2",
    "years": "Durée du contrat",
    "has_skid": "L’offre dit que la sous-station est à l’exploitant",
    "has_duty": "La collectivité a écrit que le raccordement est obligatoire ici",
    "fund": "Part prise sur le fonds de travaux",
    "key": "Clé de répartition des travaux",
    "calls": "Dates des appels de fonds",
    "contract": "Contrat de chauffage à arrêter",
    "contract_ends": "Date de sa fin",
    "mandate_until": "Mandat du conseil, jusqu’au",
    "mandate_max": "Mandat du conseil, dans la limite de",
    "fees": "Honoraires du syndic sur les travaux",
    "fees_scale": "Barème dégressif de ces honoraires",
    "several_offers": "Plusieurs offres sont présentées",
    "wants_loan": "Un emprunt collectif est souhaité",
    "loan": "Montant de l’emprunt",
    "loan_from": "Prêteur",
    "loan_years": "Durée de l’emprunt",
    "loan_rate": "Taux de l’emprunt",
    "wants_premises": "Un local ou un passage est donné à l’exploitant",
    "premises": "Local et passage",
    "meters": "Compteurs ou répartiteurs",
    "meters_max": "Compteurs ou répartiteurs, montant maximal",
    "meeting_on": "Jour de la réunion d’information",
    "meeting_hour": "Heure de la réunion",
    "meeting_place": "Lieu de la réunion, ou adresse de la visioconférence",
}
# How each day stands to that of the assembly.
DAYS: dict[str, Callable[[date, date], bool]] = {
    "offer_on": le,
    "meeting_on": lt,
    "mandate_until": gt,
    "contract_ends": gt,
}
# In `meters`, what is wanted in each dwelling.
METERS = {
    "compteurs": "Des compteurs d’énergie thermique",
    "repartiteurs": "Des répartiteurs de frais de chauffage",
}


def misfits(numbers: Mapping[str, Any], held_on: date) -> list[str]:
    """Names of the days that the assembly of that day cannot vote."""
    told = {name: day for name in DAYS if (day := numbers.get(name))}
    return [name for name, day in told.items() if not DAYS[name](day, held_on)]


def written(numbers: Mapping[str, Any]) -> dict[str, Any]:
    """What a form cleaned, as the database keeps it: only what is told."""
    given = {name: numbers.get(name) for name in LABELS}
    told = {
        name: value
        for name, value in given.items()
        if value is not False and value not in ("", None)
    }
    return {
        name: value.isoformat()
        if isinstance(value, date | time)
        else f"{value.normalize():f}"
        if isinstance(value, Decimal)
        else value
        for name, value in told.items()
    }


def read(kept: Mapping[str, Any]) -> Numbers:
    """What the database keeps, in its types."""
    types = {one.name: str(one.type) for one in fields(Numbers)}
    return Numbers(**{name: _typed(types[name], value) for name, value in kept.items()})


def _typed(kind: str, value: Any) -> Any:
    if kind.startswith("Decimal"):
        return Decimal(value)
    if kind.startswith("time"):
        return time.fromisoformat(value)
    return date.fromisoformat(value) if kind.startswith("date") else value
