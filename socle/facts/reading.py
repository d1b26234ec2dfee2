"""Finding a figure, on every page: the registry is kept by each process, and read again on change.

A request sees one registry from its beginning to its end. It is known to be up to date by the
version of the public pages (`socle.public_pages`), which every change of a figure moves: read
already for a visitor without a session; kept in the cache for the others, and forgotten there when
it moves. Outside of a request (worker, clock, commands) it is looked at again after a second.
"""

import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from socle.models import PublicVersion
from socle.public_pages import forget_with_pages, read_version, version_seen
from socle.typography import typography

from .citing import first_facts, formulas
from .models import Figure
from .shape import MISSING_FACT, Fact, with_figures

VERSION_KEY = forget_with_pages("facts:version")
# How long the cache may say that nothing changed, and a worker do without asking.
KEPT_S, WORKER_S = 60, 1.0


class UnknownFact(LookupError):
    """The key names no fact."""


@dataclass(slots=True)
class Registry:
    """The figures of one version and one day (they expire): as they are kept, and those that were
    asked for, complete."""

    version: int
    day: date
    rows: list[Figure]
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


class _Moment(threading.local):
    """What this thread knows: whether it answers a request, its registry, when it looked."""

    in_request = False
    registry: Registry | None = None
    looked_at = 0.0


_moment = _Moment()
_kept: Registry | None = None


def fact(key: str) -> Fact:
    """Return the fact of that key. Raises UnknownFact."""
    return registry().fact(key)


def all_facts() -> Iterator[Fact]:
    """Every fact, in the order of the first ones, then of the keys."""
    known = registry()
    return (known.fact(key) for key in known.facts)


def registry() -> Registry:
    """The figures of now: of the beginning of the request, in a request."""
    known = _moment.registry
    if known is not None and (
        _moment.in_request or time.monotonic() - _moment.looked_at < WORKER_S
    ):
        return known
    _moment.registry = _current()
    _moment.looked_at = time.monotonic()
    return _moment.registry


def next_change() -> datetime | None:
    """When a figure that this request read, or could have read, ceases to be current: tonight, or
    None. A page made with it is kept no longer. No query."""
    known = _moment.registry if _moment.in_request else None
    if known is None or all(one.valid_until != known.day for one in known.facts.values()):
        return None
    tomorrow = datetime.combine(known.day + timedelta(days=1), datetime.min.time())
    return timezone.make_aware(tomorrow)


def forget() -> None:
    """Have the registry of this process read again."""
    global _kept
    _kept = None
    _moment.registry = None


def connect() -> None:
    """Called once, when the app is ready."""
    request_started.connect(_begin, dispatch_uid="facts")
    request_finished.connect(_end, dispatch_uid="facts")


def _begin(sender: object, **kwargs: Any) -> None:
    _moment.in_request, _moment.registry = True, None


def _end(sender: object, **kwargs: Any) -> None:
    _moment.in_request, _moment.registry = False, None


def _current() -> Registry:
    global _kept
    kept = _kept
    if kept is not None and kept.day == timezone.localdate() and kept.version == _version():
        return kept
    found = _read()
    if (
        kept is not None
        and kept.day == found.day
        and [_as_kept(row) for row in kept.rows] == [_as_kept(row) for row in found.rows]
    ):
        # Something else moved: what was already written stays so.
        found.complete = kept.complete
    _kept = found
    if _moment.in_request:
        cache.set(VERSION_KEY, found.version, KEPT_S)
    return found


def _version() -> int | None:
    """The version of now, without a query in a request; None when it must be read."""
    if not _moment.in_request:
        return read_version().number
    seen = version_seen()
    known: int | None = seen.number if seen is not None else cache.get(VERSION_KEY)
    return known


def _read() -> Registry:
    """The whole registry and its version, in one query."""
    number = PublicVersion.objects.filter(pk=1).values("number")
    rows = list(Figure.objects.annotate(public=Coalesce(Subquery(number), 0)).order_by("key"))
    version = rows[0].public if rows else read_version().number
    return Registry(version, timezone.localdate(), rows, _facts_of(rows))


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


def _as_kept(row: Figure) -> tuple[Any, ...]:
    return row.pk, row.number, row.withdrawn_at


def values_of(*keys: str) -> Mapping[str, Fact]:
    """The facts of these keys that exist, by key."""
    known = registry()
    return {key: known.fact(key) for key in keys if key in known.facts}
