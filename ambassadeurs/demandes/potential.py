"""What a desk reads of a request: the facts that were sent, sorted by what they promise."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Case, FloatField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Greatest, Least

from communaute.territoires.models import Commune
from socle.words import normalise

from .facts import PLANNED_DISTANCE, Raw, in_words, text_of

# What stands for a fact that was not sent: half way, a boiler of ten years.
UNKNOWN_CLOSENESS: Final = 0.5
UNKNOWN_AGE_FACTOR: Final = 1.0
NEAR_M: Final = 100
FAR_M: Final = 1000
FARTHEST: Final = 0.1
NEW_BOILER: Final = 0.5
OLDEST_FACTOR: Final = 2.0
YEARS_FOR_ONE: Final = 20
STRONG: Final = 100
MEDIUM: Final = 30


@dataclass(frozen=True)
class Potential:
    """`score` sorts, None when it is not known; `level` and `reasons` are what people read."""

    score: float | None
    level: str
    reasons: tuple[str, ...]

    @property
    def in_words(self) -> str:
        """« Fort : 120 logements, à 93 m, chaudière de 24 ans »"""
        return f"{self.level} : {', '.join(self.reasons)}" if self.reasons else self.level


def potential(
    *,
    dwellings: int | None,
    distance_m: int | None,
    boiler_year: int | None,
    year: int,
    is_planned: bool = False,
) -> Potential:
    """Dwellings × closeness × age of the boiler.

    - dwellings as sent; nothing stands for them: without, the potential is unknown;
    - closeness: 1 up to 100 m, then down in a straight line to 0.1 at 1 000 m and beyond; else 0.5;
    - age: 0.5 for a new boiler, one more every 20 years, 2 at most (from 30 years); else 1.

    `year` is the current one; `is_planned`: the network is under construction, and said to be so.
    From 100 the potential is strong, from 30 medium. Sorting in SQL is
    `score_expression`, its twin.
    """
    age = None if boiler_year is None else max(0, year - boiler_year)
    reasons = _reasons(dwellings, distance_m, age, is_planned=is_planned)
    if not dwellings:
        return Potential(None, "Inconnu", ("nombre de logements non transmis", *reasons))
    closeness = UNKNOWN_CLOSENESS
    if distance_m is not None:
        fall = (distance_m - NEAR_M) / (FAR_M - NEAR_M)
        closeness = min(1.0, max(FARTHEST, 1 - (1 - FARTHEST) * fall))
    factor = UNKNOWN_AGE_FACTOR
    if age is not None:
        factor = min(OLDEST_FACTOR, NEW_BOILER + age / YEARS_FOR_ONE)
    score = dwellings * closeness * factor
    level = "Fort" if score >= STRONG else "Moyen" if score >= MEDIUM else "Faible"
    return Potential(round(score, 1), level, reasons)


def score_expression(year: int) -> Combinable:
    """The score of `potential`, on the columns of a request; NULL when it is not known."""
    dwellings = Case(When(sent_dwellings__gt=0, then=Cast("sent_dwellings", FloatField())))
    fall = (Cast("sent_distance_m", FloatField()) - float(NEAR_M)) / float(FAR_M - NEAR_M)
    closeness = Case(
        When(sent_distance_m__isnull=True, then=Value(UNKNOWN_CLOSENESS)),
        default=_between(1.0 - fall * (1 - FARTHEST), FARTHEST, 1.0),
    )
    age = Value(float(year)) - Cast("sent_boiler_year", FloatField())
    factor = Case(
        When(sent_boiler_year__isnull=True, then=Value(UNKNOWN_AGE_FACTOR)),
        default=_between(age / float(YEARS_FOR_ONE) + NEW_BOILER, NEW_BOILER, OLDEST_FACTOR),
    )
    return dwellings * closeness * factor


def desk_columns(sent: Mapping[str, Raw], commune: Commune | None) -> dict[str, object]:
    """The columns of a demande that repeat facts of `sent` ({key: raw value}), for desks.

    To be set wherever `sent` is: what was not sent is not there. `commune` is the demande's.
    """
    return {
        "sent_dwellings": sent.get("dwellings"),
        "sent_distance_m": sent.get("distance", sent.get(PLANNED_DISTANCE)),
        "sent_boiler_year": sent.get("boiler_year"),
        "sent_energy": sent.get("energy") or "",
        "sent_text": normalise(text_of(in_words(sent, commune))),
    }


def _between(expression: Combinable, least: float, most: float) -> Combinable:
    return Least(Greatest(expression, Value(least)), Value(most), output_field=FloatField())


def _reasons(
    dwellings: int | None, distance_m: int | None, age: int | None, *, is_planned: bool
) -> tuple[str, ...]:
    reasons = []
    if dwellings:
        reasons.append(f"{dwellings} logement{'s' if dwellings > 1 else ''}")
    if distance_m is not None:
        far = f"à {distance_m} m"
        reasons.append(f"le réseau prévu passera {far}" if is_planned else f"{far} du réseau")
    if age is not None:
        reasons.append(
            f"chaudière de {age} an{'s' if age > 1 else ''}" if age else "chaudière neuve"
        )
    return tuple(reasons)
