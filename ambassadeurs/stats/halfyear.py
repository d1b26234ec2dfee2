"""The committee's report: one period beside the one of the same length before it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from socle.french import number, percentage
from socle.small_counts import UNPUBLISHED

from .enums import Aim
from .models import ReportNote, Target, Voice
from .periods import ONE_DAY, Period
from .publication_rules import NOW, PublishedFigure, share
from .report import Statistics, statistics


@dataclass(frozen=True)
class Progress:
    """One target and what is reached; `reached` is None when that is not published, or hidden, and
    below 0 when buildings emit more CO2 than before."""

    label: str
    target: int
    due: date
    reason: str
    reached: int | None
    when: str
    is_share: bool

    @property
    def target_told(self) -> str:
        return percentage(self.target) if self.is_share else number(self.target)

    @property
    def reached_told(self) -> str:
        if self.reached is None:
            return UNPUBLISHED
        if self.reached < 0:
            return f"aucune : {number(-self.reached)} de plus qu’avant"
        return percentage(self.reached) if self.is_share else number(self.reached)

    @property
    def share_told(self) -> str:
        """« 80 % » of the target; a dash when nothing is published."""
        if self.reached is None:
            return percentage(None)
        return percentage(share(max(self.reached, 0), self.target))


def progress(stats: Statistics, opening: date) -> list[Progress]:
    """Counts since the opening, shares of the period, stocks of today.

    One query without targets, three with some.
    """
    period = stats.period
    targets = Target.objects.of_period(period.first, period.last)
    if not targets:
        return []
    whole = statistics(Period(min(opening, period.last), period.last), None)
    counts = {one.key: one for one in whole.figures}
    known = {one.key: one for one in stats.figures}
    return [_progress(one, known, counts, whole) for one in targets]


def _progress(
    target: Target,
    known: dict[str, PublishedFigure],
    counts: dict[str, PublishedFigure],
    whole: Statistics,
) -> Progress:
    aim = Aim(target.indicator)
    when = "depuis l’ouverture"
    if aim == Aim.CO2:
        reached = sum(one.tonnes for one in whole.avoided) if whole.avoided else None
    else:
        figure = known.get(aim.value)
        if aim.is_share:
            when = "dans la période"
        elif figure and figure.period == NOW:
            when = NOW
        else:
            figure = counts.get(aim.value)
        reached = figure.raw if figure and not figure.is_hidden else None
    return Progress(aim.label, target.value, target.due, target.reason, reached, when, aim.is_share)


JULY = 7
BUDGET_PATH = "/budget/"


@dataclass(frozen=True)
class Row:
    """One figure, and what it was; `before` is None when the service was not open yet."""

    figure: PublishedFigure
    before: PublishedFigure | None

    @property
    def label(self) -> str:
        return self.figure.title

    @property
    def change(self) -> int | None:
        """In the unit of the figure; None when one side is not published, or hidden."""
        if self.before is None or self.before.raw is None or self.figure.raw is None:
            return None
        if self.before.is_hidden or self.figure.is_hidden:
            return None
        return self.figure.raw - self.before.raw

    @property
    def change_told(self) -> str:
        """« +15 », « -5 », « 0 », or a dash."""
        if self.change is None:
            return "–"
        return f"{self.change:+d}" if self.change else "0"


@dataclass(frozen=True)
class HalfYearReport:
    """What the page and the file show."""

    stats: Statistics
    before: Period | None
    rows: list[Row]
    targets: list[Progress]
    notes: list[ReportNote]

    @property
    def budget_url(self) -> str:
        """Whole: the report is read on paper too."""
        return f"{settings.BASE_URL}{BUDGET_PATH}"

    @property
    def has_changes(self) -> bool:
        return any(note.changed for note in self.notes)

    @property
    def voices(self) -> list[Voice]:
        """The sentences that editors chose to quote."""
        return [voice for note in self.notes for voice in note.voices.all()]


def last_half_year(today: date, opening: date) -> Period:
    """The half-year that is over; all since the opening when the service was not open in it."""
    if today.month < JULY:
        found = Period(date(today.year - 1, JULY, 1), date(today.year - 1, 12, 31))
    else:
        found = Period(date(today.year, 1, 1), date(today.year, JULY, 1) - ONE_DAY)
    return found if found.last >= opening else Period(opening, today, is_all=True)


def period_before(period: Period, opening: date) -> Period | None:
    """As many months before when the period is made of whole months, else as many days; None when
    the service was not open for all of it."""
    last = period.before
    following = period.last + ONE_DAY
    if period.first.day == 1 and following.day == 1:
        months = (following.year - period.first.year) * 12 + following.month - period.first.month
        start = period.first.year * 12 + period.first.month - 1 - months
        first = date(start // 12, start % 12 + 1, 1)
    else:
        first = last - (period.last - period.first)
    return Period(first, last) if first >= opening else None


def report(period: Period, opening: date, at: datetime | None) -> HalfYearReport:
    """Nine queries at most, whatever the number of acts, targets and notes."""
    stats = statistics(period, at)
    earlier = None if period.is_all else period_before(period, opening)
    known = {one.key: one for one in statistics(earlier, at).figures} if earlier else {}
    # Today's stocks are the same in both: they have no earlier figure.
    rows = [Row(one, None if one.period == NOW else known.get(one.key)) for one in stats.figures]
    notes = list(ReportNote.objects.told_in(period.first, period.last, opening=opening))
    return HalfYearReport(stats, earlier, rows, progress(stats, opening), notes)
