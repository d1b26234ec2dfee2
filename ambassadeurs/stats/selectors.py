"""Reading the table for a page: a fixed number of queries, whatever the number of acts."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q, Subquery, Sum

from ambassadeurs.reseaux.models import Reseau
from communaute.territoires.models import Departement
from socle.small_counts import by_fives, small_below
from socle.words import fold

from . import indicators as keys
from .models import CountedDay, Grain, Scope, Tally
from .numbers import NUMBERS
from .periods import Period

PLACED = (keys.TESTS, keys.QUESTIONS, keys.ASKED, keys.HELD, keys.CONNECTED)


@dataclass(frozen=True)
class Counted:
    """Since which day the acts are counted, and when the last day was, today's stocks included;
    None when nothing is yet. A day of before may be counted again later."""

    opening: date
    at: datetime | None


def counted(today: date) -> Counted:
    """One query."""
    days = CountedDay.objects.order_by("day").values("day")[:1]
    rows = CountedDay.objects.order_by("-day").annotate(first=Subquery(days))
    return Counted(*(rows.values_list("first", "counted_at").first() or (today, None)))


@dataclass
class Book:
    """The country's numbers. `months` and `days` since the opening, of acts; `totals`: of today's
    stocks, and of the response times of the period."""

    period: Period
    months: dict[str, dict[date, int]] = field(default_factory=lambda: defaultdict(dict))
    days: dict[str, dict[date, int]] = field(default_factory=lambda: defaultdict(dict))
    totals: Counter[str] = field(default_factory=Counter)

    def until(self, indicator: str, day: date) -> int:
        """How many since the opening, that day included: an end of the period, or of a month."""
        months, days = self.months.get(indicator, {}), self.days.get(indicator, {})
        month = day.replace(day=1)
        whole = sum(count for start, count in months.items() if start < month)
        if month in _months_read_by_day(self.period):
            return whole + sum(count for start, count in days.items() if month <= start <= day)
        return whole + months.get(month, 0)

    def exact(self, indicator: str) -> int:
        """In the period."""
        until = self.until(indicator, self.period.last)
        return until - (0 if self.period.is_all else self.until(indicator, self.period.before))

    def private(self, indicator: str, first: date | None = None, last: date | None = None) -> int:
        """In the period, or between two ends (`first` left out), by fives (`publication_rules`)."""
        end = by_fives(self.until(indicator, last or self.period.last))
        start = first or (None if self.period.is_all else self.period.before)
        return end - (by_fives(self.until(indicator, start)) if start else 0)

    def delays(self, kind: str) -> Counter[int]:
        """{hours: answers} of the period."""
        prefix = f"attente_{kind}:"
        return Counter(
            {
                keys.hours_of(name)[1]: count
                for name, count in self.totals.items()
                if name.startswith(prefix)
            }
        )


def _months_read_by_day(period: Period) -> set[date]:
    """Months of which the period, or what comes before it, holds a part only."""
    if period.is_all:
        return set()
    return {period.before.replace(day=1), period.last.replace(day=1)}


def read(period: Period) -> Book:
    """Two queries."""
    book = Book(period)
    rows = Tally.objects.of(Scope.COUNTRY, "")
    by_day = Q(pk__in=[])
    for month in sorted(_months_read_by_day(period)):
        by_day |= Q(grain=Grain.DAY, start__gte=month, start__lt=_following(month))
    told = rows.without_delays().filter(Q(grain=Grain.MONTH, start__lte=period.last) | by_day)
    for grain, start, name, value in told.values_list("grain", "start", "indicator", "value"):
        (book.months if grain == Grain.MONTH else book.days)[name][start] = value
    stocks = Q(grain=Grain.TOTAL, indicator__in=keys.STOCKS)
    delays = Q(indicator__startswith="attente_") & _inside(period)
    summed = rows.filter(stocks | delays).order_by().values_list("indicator")
    book.totals.update(dict(summed.annotate(total=Sum("value"))))
    return book


def _inside(period: Period) -> Q:
    """Rows that make the period, each act once: whole months, and days of those at its ends."""
    if period.is_all:
        return Q(grain=Grain.TOTAL)
    first, last = period.before.replace(day=1), period.last.replace(day=1)
    ends = Q(start__lt=_following(first)) | Q(start__gte=last)
    return Q(grain=Grain.MONTH, start__gt=first, start__lt=last) | Q(
        ends, grain=Grain.DAY, start__gte=period.first, start__lte=period.last
    )


def _following(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


@dataclass(frozen=True)
class PlaceFigures:
    """A région, a département or a network: {indicator: number}, by fives since the opening, and
    its copropriétés with an ambassador, public, hence exact."""

    key: str
    name: str
    counts: dict[str, int]
    buildings: int
    parts: list[PlaceFigures] = field(default_factory=list)

    @property
    def cells(self) -> list[int]:
        """The numbers of its line, in the order of `PLACED`."""
        return [self.counts[name] for name in PLACED]

    @property
    def is_shown(self) -> bool:
        """One number at least may be told."""
        return any(self.counts.values()) or bool(self.buildings)


def places(limit: int | None = None) -> tuple[list[PlaceFigures], list[PlaceFigures]]:
    """Régions with their départements, by name; networks with five demandes or more, the most asked
    first. Three queries."""
    totals = Tally.objects.totals()
    asked = totals.of(Scope.RESEAU).filter(indicator=keys.ASKED, value__gte=small_below())
    most = asked.order_by("-value", "place")[: limit or NUMBERS.networks_in_a_file]
    of_networks = Q(scope=Scope.RESEAU, place__in=most.values("place"))
    rows = totals.without_delays().filter(Q(scope=Scope.DEPARTEMENT) | of_networks)
    found: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for scope, place, name, value in rows.values_list("scope", "place", "indicator", "value"):
        found[scope][place][name] += value
    return _territories(found[Scope.DEPARTEMENT]), _networks(found[Scope.RESEAU])


def _territories(found: dict[str, Counter[str]]) -> list[PlaceFigures]:
    regions: dict[str, list[Departement]] = defaultdict(list)
    for one in sorted(Departement.objects.select_related("region"), key=lambda one: fold(one.name)):
        if one.region:
            regions[one.region.name].append(one)
    places = []
    for name in sorted(regions, key=fold):
        held = [found[one.code] for one in regions[name]]
        parts = [
            _place(one.code, one.name, numbers)
            for one, numbers in zip(regions[name], held, strict=True)
        ]
        whole: Counter[str] = Counter()
        for numbers in held:
            whole.update(numbers)
        shown = [part for part in parts if part.is_shown]
        places.append(_place(name, name, whole, shown))
    return [place for place in places if place.is_shown]


def _networks(found: dict[str, Counter[str]]) -> list[PlaceFigures]:
    rows = Reseau.objects.filter(pk__in=[int(place) for place in found])
    known = {str(one.pk): one for one in rows.only("name", "identifiant")}
    return [
        _place(known[place].identifiant or place, known[place].name, found[place])
        for place in sorted(found, key=lambda place: (-found[place][keys.ASKED], place))
        if place in known
    ]


def _place(
    key: str, name: str, numbers: Counter[str], parts: list[PlaceFigures] | None = None
) -> PlaceFigures:
    return PlaceFigures(
        key,
        name,
        {indicator: by_fives(numbers[indicator]) for indicator in PLACED},
        numbers[keys.BUILDINGS],
        parts or [],
    )
