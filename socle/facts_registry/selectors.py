"""Finding a figure, on every page: the registry is held by each process, and read again when
public pages change, which every change of a figure does (`socle.public_pages`)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import cast

from django.utils import timezone

from socle.public_pages import held_in_process, held_in_request
from socle.typography import typography

from .citations import first_facts, formulas
from .models import Figure
from .shape import MISSING_FACT, Fact, with_figures

KEY = "facts"


class UnknownFact(LookupError):
    """The key names no fact."""


@dataclass(slots=True)
class Registry:
    """The figures of one day (they expire), and those that were asked for, complete."""

    day: date
    facts: dict[str, Fact]
    complete: dict[str, Fact] = field(default_factory=dict)

    def fact(self, key: str) -> Fact:
        """The fact of that key, its texts complete. Raises UnknownFact."""
        known = self.complete.get(key)
        if known is None:
            known = self.complete[key] = self._completed(self._raw(key))
        return known

    def _raw(self, key: str) -> Fact:
        try:
            return self.facts[key]
        except KeyError as error:
            raise UnknownFact(f"Aucun chiffre ne porte la clé « {key} ».") from error

    def _completed(self, item: Fact) -> Fact:
        return replace(
            item,
            label=typography(item.label),
            measure=with_figures(item.measure, self._figure),
            perimeter=with_figures(item.perimeter, self._figure),
        )

    def _figure(self, key: str) -> str:
        """The figure quoted by another; one that was withdrawn leaves no hole."""
        return self.facts[key].figure if key in self.facts else MISSING_FACT


def fact(key: str) -> Fact:
    """Return the fact of that key. Raises UnknownFact."""
    return registry().fact(key)


def all_facts() -> Iterator[Fact]:
    """Every fact, in the order of the first ones, then of the keys."""
    known = registry()
    return (known.fact(key) for key in known.facts)


def registry() -> Registry:
    """The figures of now: of the beginning of the request, in a request."""
    return held_in_process(KEY, _read)


def next_change() -> datetime | None:
    """When a figure that this request read, or could have read, ceases to be current: tonight, or
    None. A page made with it is kept no longer. No query."""
    known = cast("Registry | None", held_in_request(KEY))
    if known is None or all(one.valid_until != known.day for one in known.facts.values()):
        return None
    tomorrow = datetime.combine(known.day + timedelta(days=1), datetime.min.time())
    return timezone.make_aware(tomorrow)


def _read() -> Registry:
    """The whole registry, in one query."""
    return Registry(timezone.localdate(), _facts_of(list(Figure.objects.order_by("key"))))


def _facts_of(rows: list[Figure]) -> dict[str, Fact]:
    """Those of the database; the first ones stand for keys that it never had; then formulas."""
    known = {row.key: row for row in rows}
    facts: dict[str, Fact] = {}
    for key, first in first_facts().items():
        if key not in known:
            facts[key] = first
        elif known[key].withdrawn_at is None:
            facts[key] = known[key].fact
    for key, row in known.items():
        if key not in facts and row.withdrawn_at is None:
            facts[key] = row.fact
    return facts | {key: formula.over(facts) for key, formula in formulas().items()}


def values_of(*keys: str) -> Mapping[str, Fact]:
    """The facts of these keys that exist, by key."""
    known = registry()
    return {key: known.fact(key) for key in keys if key in known.facts}
