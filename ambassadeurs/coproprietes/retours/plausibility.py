"""Figures that are asked again because they are unusual; years that cannot be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.template.defaultfilters import floatformat

from socle.typography import NBSP

from ..enums import FIGURE_UNITS, FigureKey
from ..models import Copropriete, RetourExperience
from ..numbers import NUMBERS

BEFORE = {
    FigureKey.GAS_BEFORE,
    FigureKey.FUEL_BEFORE,
    FigureKey.KWH_BEFORE,
    FigureKey.COST_BEFORE,
}
AFTER = {FigureKey.KWH_AFTER, FigureKey.COST_AFTER}
# Told of the whole building.
WHOLE = {
    FigureKey.GAS_BEFORE,
    FigureKey.FUEL_BEFORE,
    FigureKey.KWH_BEFORE,
    FigureKey.KWH_AFTER,
    FigureKey.POWER,
}
_PAIRS = (
    (FigureKey.COST_BEFORE, FigureKey.COST_AFTER, "Le coût"),
    (FigureKey.GAS_BEFORE, FigureKey.KWH_AFTER, "Le nombre de kWh"),
    (FigureKey.KWH_BEFORE, FigureKey.KWH_AFTER, "Le nombre de kWh"),
)
# What is told: key, value in the unit of the key, year.
Told = Mapping[str, Sequence[tuple[Decimal, int]]]


@dataclass(frozen=True)
class DoubtedFigure:
    """« est-ce bien 12 kWh ? »: `token` names the very figures that a person confirms."""

    token: str
    words: str
    answer: str


def unusual(told: Told, copropriete: Copropriete) -> list[DoubtedFigure]:
    """What one should ask again about these figures of this building."""
    found = [
        question
        for key in FigureKey
        for value, year in told.get(key, ())
        if (question := _of_figure(key, value, year, copropriete.lots))
    ]
    return found + [one for pair in _PAIRS if (one := _of_change(told, *pair))]


def unusual_of(retour: RetourExperience) -> list[DoubtedFigure]:
    """The same of a sheet as it is kept."""
    return unusual(told_by(retour), retour.copropriete)


def told_by(retour: RetourExperience) -> dict[str, list[tuple[Decimal, int]]]:
    """The figures of a sheet as `unusual` takes them."""
    told: dict[str, list[tuple[Decimal, int]]] = {}
    for figure in retour.figures.all():
        told.setdefault(figure.key, []).append((figure.value, figure.year))
    return told


def wrong_year(key: str, year: int, connected_year: int | None) -> str:
    """Why a figure of this year cannot be: before the connection, or after; else nothing.

    The year of the connection is told after: before < connection ≤ after.
    """
    if connected_year is None:
        return ""
    if key in BEFORE and year >= connected_year:
        return (
            f"Votre immeuble est raccordé depuis {connected_year}{NBSP}: "
            "donnez ici une année d’avant."
        )
    if key in AFTER and year < connected_year:
        return (
            f"Votre immeuble est raccordé depuis {connected_year}{NBSP}: "
            "donnez ici cette année-là, ou une année d’après."
        )
    return ""


def _of_figure(key: FigureKey, value: Decimal, year: int, lots: int | None) -> DoubtedFigure | None:
    lowest, highest = _usual(key)
    per = lots if key in WHOLE and lots else 1
    if key in WHOLE and not lots:
        highest = None
    if value >= lowest * per and (highest is None or value <= highest * per):
        return None
    said = _said(value, FIGURE_UNITS[key])
    whole = f" pour {lots} lots" if per > 1 else ""
    return DoubtedFigure(
        f"{key}:{year}:{value.normalize():f}",
        f"{key.label}, {year}{NBSP}: est-ce bien {said}{whole}{NBSP}?",
        f"Oui, c’est bien {said} en {year}",
    )


def _usual(key: FigureKey) -> tuple[int, int | None]:
    if key == FigureKey.FUEL_BEFORE:
        lowest, highest = NUMBERS.usual_litres
    elif key == FigureKey.POWER:
        lowest, highest = NUMBERS.usual_kw
    elif key in WHOLE:
        lowest, highest = NUMBERS.usual_kwh
    elif key == FigureKey.NETWORK_PRICE:
        lowest, highest = NUMBERS.usual_price
    elif key in BEFORE | AFTER:
        lowest, highest = NUMBERS.usual_cost
    else:
        lowest, highest = NUMBERS.usual_works
        # Grants may pay it all.
        lowest = 0 if key == FigureKey.WORKS_NET else lowest
    return lowest, highest


def _of_change(told: Told, before: str, after: str, subject: str) -> DoubtedFigure | None:
    if not told.get(before) or not told.get(after):
        return None
    (was, year), (now, later) = (max(told[key], key=_year) for key in (before, after))
    if not was:
        return None
    change = round((now - was) * 100 / was)
    lowest, highest = NUMBERS.usual_change
    if lowest <= change <= highest:
        return None
    move = f"{'augmente' if change > 0 else 'baisse'} de {abs(change)}{NBSP}%"
    return DoubtedFigure(
        f"change:{before}:{year}:{was.normalize():f}:{later}:{now.normalize():f}",
        f"{subject} {move} entre {year} et {later}{NBSP}: est-ce bien cela{NBSP}?",
        f"Oui, c’est bien cela{NBSP}: {subject[0].lower()}{subject[1:]} {move}",
    )


def _year(one: tuple[Decimal, int]) -> int:
    return one[1]


def _said(value: Decimal, unit: str) -> str:
    return f"{floatformat(value, '-2g')}{NBSP}{unit.split(',')[0]}"
