"""What of a count may be published: private acts go five by five, so that nothing is subtracted.

A private act (a test, a demande, a visit, an opinion) is told with four others at least: since the
opening, such a count is rounded down to a multiple of five; in a period, it is the difference of
the rounded counts of its two ends. Every published number is then a multiple of five, and so is
any sum or difference of them, of two months, of two files, of a country and its parts: none ever
isolates one to four people. What is left over is told with the acts that come next.

Then the shapes in which numbers are told.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.cache import cache
from django.utils.text import capfirst

from socle.french import duration, number, percentage
from socle.small_counts import by_fives, is_small, small_below

from . import indicators as keys
from .models import Scope, Tally
from .numbers import NUMBERS
from .selectors import Book

NOW = "aujourd’hui"


def published_count(count: int) -> str:
    """As people read it: « 1 250 », or « moins de 5 »."""
    return number(count) if count >= small_below() else f"moins de {small_below()}"


def share(part: int, whole: int) -> int | None:
    """Rounded percentage; None when nothing can be divided."""
    return round(part * 100 / whole) if whole else None


def private_share(part: int, whole: int) -> int | None:
    """The same of private acts: None unless both sides are large enough, or empty."""
    if whole < small_below() or is_small(part) or is_small(whole - part):
        return None
    return share(part, whole)


def quantile(hours: Counter[int], percent: int) -> int | None:
    """The response time, in hours begun, within which `percent` of the answers came.

    `hours` is {hours: answers}. None of fewer than five: it would be somebody's own.
    """
    total = hours.total()
    if total < small_below():
        return None
    wanted, seen = -(-total * percent // 100), 0
    for hour in sorted(hours):
        seen += hours[hour]
        if seen >= wanted:
            return hour
    return None


@dataclass(frozen=True)
class PublishedFigure:
    """One figure. `raw`: its value in `unit` (None: not published); hidden: « moins de 5 »."""

    key: str
    label: str
    value: str
    raw: int | None
    unit: str
    period: str
    definition: str
    is_hidden: bool = False

    @property
    def title(self) -> str:
        """Its label; today's stocks say so beside the figures of a period."""
        return capfirst(self.label) + (", à ce jour" if self.period == NOW else "")


@dataclass(frozen=True)
class FunnelStep:
    """One step of the funnel and the width of its bar (0 to 100)."""

    figure: PublishedFigure
    bar: int


@dataclass(frozen=True)
class Delay:
    """How fast one kind of recipient answers; None where fewer than five tell it."""

    key: str
    label: str
    answers: int
    median: int | None
    slow: int | None
    in_time: int | None
    limit: str

    @property
    def median_told(self) -> str:
        return _hours(self.median)

    @property
    def slow_told(self) -> str:
        return _hours(self.slow)

    @property
    def in_time_told(self) -> str:
        return percentage(self.in_time)

    @property
    def told(self) -> str:
        """What was measured, in a sentence."""
        parts = [
            self.median is not None and f"la moitié en {self.median_told}",
            self.slow is not None and f"neuf sur dix en {self.slow_told}",
            self.in_time is not None and f"{self.in_time_told} {self.limit}",
        ]
        return ", ".join(part for part in parts if part) or "trop peu de réponses pour le dire"


@dataclass(frozen=True)
class Avoided:
    """Tonnes of CO2 avoided a year by `buildings` whose figures are of one kind; below 0, they emit
    more than before. `is_compared`: what is told beside it may be below 0, so that each says its
    way."""

    key: str
    label: str
    buildings: int
    tonnes: int
    low: int
    high: int
    is_compared: bool = False

    @property
    def is_more(self) -> bool:
        return self.tonnes < 0

    @property
    def amount(self) -> str:
        """« 12 tonnes »; « 12 tonnes de plus », « 12 tonnes de moins »."""
        size = abs(self.tonnes)
        told = f"{number(size)} tonne{'s' if size > 1 else ''}"
        return f"{told} {'de plus' if self.is_more else 'de moins'}" if self.is_compared else told

    @property
    def bounds(self) -> str:
        """« entre 8 et 15 », never below 0; « entre 3 de plus et 15 de moins »."""
        if self.low < 0 and not (self.is_more and self.high <= 0):
            return f"entre {number(-self.low)} de plus et {number(self.high)} de moins"
        least, most = sorted((abs(self.low), abs(self.high)))
        return f"entre {number(least)} et {number(most)}"


def _hours(hours: int | None) -> str:
    return duration(None if hours is None else timedelta(hours=hours))


# Month by month: the curves, drawn as points of an SVG, and the table beside each.


WIDTH, HEIGHT, MARGIN = 240, 100, 4
MONTHS_SHOWN = 12

# (indicator, title, private acts?)
DRAWN = (
    (keys.TESTS, "Adresses testées", True),
    (keys.QUESTIONS, "Questions posées", False),
    (keys.ASKED, "Mises en relation", True),
    (keys.CONNECTED, "Raccordements", True),
)


@dataclass(frozen=True)
class Point:
    """One month; `x` and `y` in a box of `WIDTH` × `HEIGHT`, from its top left."""

    start: date
    count: int
    told: str
    x: str
    y: str


@dataclass(frozen=True)
class Curve:
    """Monthly numbers of one indicator, the oldest first."""

    key: str
    title: str
    points: list[Point]
    top: int

    @property
    def line(self) -> str:
        """The points of a polyline."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)

    @property
    def total(self) -> int:
        return sum(point.count for point in self.points)


def curves(book: Book) -> list[Curve]:
    """The months of the period; of the whole, the last twelve. No query."""
    months = list(book.period.months())
    if book.period.is_all:
        months = months[-MONTHS_SHOWN:]
    return [_curve(book, months, *one) for one in DRAWN]


def _curve(
    book: Book, months: list[tuple[date, date]], key: str, title: str, is_private: bool
) -> Curve:
    counts, before = [], _before(book, months)
    for _, last in months:
        counts.append(
            book.private(key, before, last)
            if is_private
            else book.until(key, last) - (book.until(key, before) if before else 0)
        )
        before = last
    top = max(counts, default=0)
    step = (WIDTH - 2 * MARGIN) / max(1, len(counts) - 1)
    points = [
        Point(
            start,
            count,
            published_count(count) if is_private else number(count),
            f"{MARGIN + place * step:.1f}",
            f"{MARGIN + (HEIGHT - 2 * MARGIN) * (1 - count / (top or 1)):.1f}",
        )
        for place, ((start, _), count) in enumerate(zip(months, counts, strict=True))
    ]
    return Curve(key, title, points, top)


def _before(book: Book, months: list[tuple[date, date]]) -> date | None:
    """The day before the first month shown; None when nothing comes before."""
    if not months:
        return None
    if not book.period.is_all:
        return book.period.before
    start, _ = months[0]
    return None if start <= book.period.first else date.fromordinal(start.toordinal() - 1)


# How fast each operator and agency answers: public on their card, from five requests on.


KEPT = "stats:answering"


@dataclass(frozen=True)
class Answering:
    """Of one organisation: half of its answers came within `median` hours; of `due` requests whose
    time is over, `in_time` were answered in time."""

    median: int
    due: int
    in_time: int

    @property
    def median_told(self) -> str:
        return duration(timedelta(hours=self.median))

    @property
    def share_told(self) -> str:
        """ "" when it would tell of one to four people, as `/stats/` tells none."""
        share = private_share(self.in_time, self.due)
        return "" if share is None else percentage(share)

    @property
    def count_told(self) -> str:
        """Rounded down to a multiple of five: the next request is not seen alone."""
        return number(by_fives(self.due))


def answering() -> dict[int, Answering]:
    """Of each organisation with five requests and five answers at least, by its pk.

    One query, kept as long as the table is not counted again: a page asks it for each card.
    """
    known: dict[int, Answering] | None = cache.get(KEPT)
    if known is None:
        known = _read()
        cache.set(KEPT, known, NUMBERS.kept_s)
    return known


def _read() -> dict[int, Answering]:
    hours: dict[str, Counter[int]] = defaultdict(Counter)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    rows = Tally.objects.totals().of(Scope.ORGANISATION)
    for place, name, value in rows.values_list("place", "indicator", "value"):
        if name.startswith("attente_"):
            hours[place][keys.hours_of(name)[1]] += value
        else:
            counts[place][name.partition(":")[0]] += value
    found = {}
    for place, count in counts.items():
        median = quantile(hours[place], 50)
        if median is not None and count[keys.DUE] >= small_below():
            found[int(place)] = Answering(median, count[keys.DUE], count[keys.IN_TIME])
    return found
