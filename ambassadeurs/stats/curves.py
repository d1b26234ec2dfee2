"""Month by month: the curves, drawn as points of an SVG, and the table beside each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from socle.french import number

from . import indicators as keys
from .publishing import told
from .reading import Book

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
            told(count) if is_private else number(count),
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
