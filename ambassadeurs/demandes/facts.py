"""What may be sent with a demande: data about the building and the person, worded when shown.

A demande keeps `{key: raw value}`: numbers, ISO dates, codes, texts as typed. Nothing reads words
back; erasure goes by key; a label may change at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from ambassadeurs.coproprietes.enums import HotWater
from ambassadeurs.reseaux.enums import ReseauStatus
from socle.buildings import ConstructionPeriod, HeatingEnergy, HeatingMode, Stage
from socle.calendar import date_format
from socle.hooks import hooked

from .enums import Kind

if TYPE_CHECKING:
    from django.db.models import TextChoices

    from ambassadeurs.coproprietes.models import Copropriete
    from ambassadeurs.reseaux.models import AddressTest, Reseau
    from communaute.comptes.models import User
    from communaute.territoires.models import Commune

    from .models import Demande

type Raw = str | int | None
EMAIL_KEY = "email"
PLANNED_DISTANCE, PLANNED_NETWORK = "planned_distance", "planned_network"
ERASED = "effacé"


def _attribute(name: str) -> Callable[[Any], Raw]:
    return lambda building: getattr(building, name) or None


def _nearest(building: Any, *, planned: bool) -> Reseau | None:
    """The network its distance is to, when it is `planned`, or when it is not."""
    reseau = building.nearest_reseau if building.distance_m is not None else None
    return reseau if reseau is not None and _is_planned(reseau) is planned else None


def _is_planned(reseau: Reseau) -> bool:
    return reseau.status == ReseauStatus.EN_CONSTRUCTION


def _distance(*, planned: bool) -> Callable[[Any], Raw]:
    return lambda one: one.distance_m if _nearest(one, planned=planned) else None


def _network(*, planned: bool) -> Callable[[Any], Raw]:
    return lambda one: getattr(_nearest(one, planned=planned), "name", None)


def _assembly(building: Any) -> Raw:
    days = (next_day(building.pk) for next_day in hooked("demandes.next_assembly"))
    return next((day.isoformat() for day in days if day), None)


def _energy(building: Any) -> Raw:
    if building.is_connected:
        return str(HeatingEnergy.RESEAU)
    return building.current_energy or building.former_energy or None


def _stage(building: Any) -> Raw:
    return str(Stage.CONNECTED) if building.is_connected else building.stage or None


def _unit(unit: str) -> Callable[[Any], str]:
    return lambda raw: f"{raw} {unit}"


def _label(choices: type[TextChoices]) -> Callable[[Any], str]:
    words = dict(choices.choices)
    return lambda raw: str(words.get(raw, raw))


def _day(raw: Any) -> str:
    day = date.fromisoformat(raw)
    return date_format(day, "j F Y") + (" (passée)" if day < timezone.localdate() else "")


_ALL = frozenset(Kind)
_OFFICES = frozenset({Kind.EXPLOITANT, Kind.AGENCE})
_OPERATOR = frozenset({Kind.EXPLOITANT})


@dataclass(frozen=True)
class Fact:
    """One line of the list. `read` gives the raw value of a building, `word` what people read.

    `kinds` are the recipients it may go to: an ambassador, who is a neighbour, never receives the
    address nor the name of the syndic. `is_personal`: it leads to a person or to their building,
    and is not kept once their account is erased.
    """

    key: str
    label: str
    read: Callable[[Any], Raw]
    word: Callable[[Any], str] = str
    kinds: frozenset[Kind] = _ALL
    is_personal: bool = False


# The commune is worded from its row (`_word`): its code is its INSEE code.
FACTS = (
    Fact("commune", "Commune", _attribute("commune_id")),
    Fact("name", "Nom de la résidence", _attribute("name"), kinds=_OFFICES, is_personal=True),
    Fact(
        "address", "Adresse de l’immeuble", _attribute("address"), kinds=_OFFICES, is_personal=True
    ),
    Fact("lots", "Nombre de lots", _attribute("lots")),
    Fact("dwellings", "Nombre de logements", _attribute("dwellings")),
    Fact("period", "Période de construction", _attribute("period"), _label(ConstructionPeriod)),
    Fact("energy", "Énergie de chauffage", _energy, _label(HeatingEnergy)),
    Fact("heating_mode", "Chauffage", _attribute("heating_mode"), _label(HeatingMode)),
    Fact("hot_water", "Eau chaude", _attribute("hot_water"), _label(HotWater)),
    Fact("boiler_year", "Année de la chaudière", _attribute("boiler_year")),
    Fact(
        "boiler_power",
        "Puissance de la chaudière",
        _attribute("boiler_power_kw"),
        _unit("kW"),
        _OFFICES,
    ),
    Fact("stage", "Étape du projet", _stage, _label(Stage)),
    Fact("assembly", "Assemblée générale", _assembly, _day, _OFFICES),
    Fact("syndic", "Syndic", _attribute("syndic_name"), kinds=_OFFICES, is_personal=True),
    Fact("distance", "Distance au réseau, en ligne droite", _distance(planned=False), _unit("m")),
    Fact("network", "Réseau le plus proche", _network(planned=False)),
    # A network that is not built yet is told as such: one pair or the other is sent, never both.
    Fact(
        PLANNED_DISTANCE,
        "Distance au réseau prévu, en ligne droite",
        _distance(planned=True),
        _unit("m"),
    ),
    Fact(PLANNED_NETWORK, "Réseau prévu le plus proche", _network(planned=True)),
)
# Of the person, not of the building: to an operator only, under its separate consent.
EMAIL = Fact(
    EMAIL_KEY,
    "Adresse électronique",
    lambda user: user.email,
    kinds=_OPERATOR,
    is_personal=True,
)
BY_KEY: dict[str, Fact] = {fact.key: fact for fact in (*FACTS, EMAIL)}


@dataclass(frozen=True)
class FactLine:
    """A fact in words: « Nombre de lots : 58 »."""

    key: str
    label: str
    value: str

    def __str__(self) -> str:
        return f"{self.label} : {self.value}"


def readable(kind: str, building: Copropriete, user: User | None) -> dict[str, Raw]:
    """What may be sent to this kind of recipient, raw, known facts only, in the order shown.

    The e-mail goes to an operator only; elsewhere the thread relays.
    """
    found = {fact.key: fact.read(building) for fact in FACTS if kind in fact.kinds}
    if kind in EMAIL.kinds and user is not None:
        found[EMAIL_KEY] = EMAIL.read(user)
    return {key: value for key, value in found.items() if value is not None}


def lines(kind: str, building: Copropriete, user: User | None) -> list[FactLine]:
    """What may be sent to this kind of recipient, in words."""
    return in_words(readable(kind, building, user), building.commune)


def chosen(kind: str, building: Copropriete, user: User, share: set[str]) -> dict[str, Raw]:
    """Exactly what is sent: the facts the person left ticked, as {key: raw value}."""
    return {key: raw for key, raw in readable(kind, building, user).items() if key in share}


def added(before: Mapping[str, Raw], sent: Mapping[str, Raw]) -> dict[str, Raw]:
    """What was sent and what is now. A network told as planned, then as built, is told once."""
    twins = {"distance": PLANNED_DISTANCE, "network": PLANNED_NETWORK}
    twins |= {planned: built for built, planned in twins.items()}
    return {key: raw for key, raw in before.items() if twins.get(key) not in sent} | dict(sent)


def measured(test: AddressTest | None) -> dict[str, str]:
    """What an address test answered, in words: {key: words}; nothing without a distance."""
    if test is None or test.distance_m is None or test.reseau is None:
        return {}
    distance, network = "distance", "network"
    if _is_planned(test.reseau):
        distance, network = PLANNED_DISTANCE, PLANNED_NETWORK
    raw: dict[str, Raw] = {distance: test.distance_m, network: test.reseau.name}
    return {line.key: line.value for line in in_words(raw, None)}


def in_words(sent: Mapping[str, Raw], commune: Commune | None) -> list[FactLine]:
    """What was sent, as people read it, in the order of `FACTS`; `commune` is the demande's."""
    return [
        FactLine(fact.key, fact.label, _word(fact, sent[fact.key], commune))
        for fact in BY_KEY.values()
        if fact.key in sent
    ]


def sent_lines(demande: Demande) -> list[FactLine]:
    """What was sent with a demande, in words (reads its `commune`)."""
    return in_words(demande.sent, demande.commune)


def labels(sent: Mapping[str, Raw]) -> str:
    """Which facts these are, without what they say: « Commune, Nombre de lots »."""
    return ", ".join(fact.label for fact in BY_KEY.values() if fact.key in sent) or "rien"


def sent_words(demande: Demande, *keys: str) -> dict[str, str]:
    """The words of these facts, "" for what was not sent."""
    asked = keys or tuple(BY_KEY)
    sent = {key: demande.sent[key] for key in asked if key in demande.sent}
    # A list that does not show the commune need not read it.
    known = in_words(sent, demande.commune if "commune" in sent else None)
    return dict.fromkeys(asked, "") | {line.key: line.value for line in known}


def erased(sent: Mapping[str, Raw]) -> dict[str, Raw]:
    """What is left of `sent` for an account that is erased: what was sent, nothing personal.

    What is personal keeps its key, as a proof, without its value. A key that no fact bears any
    longer goes: nobody can tell what it holds.
    """
    return {
        key: None if BY_KEY[key].is_personal else value
        for key, value in sent.items()
        if key in BY_KEY
    }


def _word(fact: Fact, raw: Raw, commune: Commune | None) -> str:
    if raw is None:
        return ERASED
    if fact.key == "commune":
        return str(commune) if commune is not None and commune.pk == raw else str(raw)
    return fact.word(raw)


def text_of(lines: Iterable[FactLine]) -> str:
    """The values one may search for, e-mail left out."""
    return " ".join(line.value for line in lines if line.key != EMAIL_KEY)
