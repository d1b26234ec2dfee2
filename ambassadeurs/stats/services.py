"""Counting days into the table, and proving it against a recount."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Min, QuerySet
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from ambassadeurs.demandes.models import Demande
from ambassadeurs.reseaux.models import AddressTest
from cms.rights import register_rights
from cms.starter import EDITORS, TEAM
from communaute.questions.models import Question
from socle.audience import days_to_gather, gather
from socle.models import PageView
from socle.public_pages import touch_public_pages
from socle.scheduler import Step

from . import indicators as keys
from .co2 import published
from .daily_counts import Tallies, midnight, stocks, tallies_of
from .models import EVER, CountedDay, Grain, Ledger, ReportNote, Tally, Target, Voice
from .numbers import NUMBERS

UNIQUE = ["grain", "scope", "place", "start", "indicator"]


@transaction.atomic
def count_day(day: date, now: datetime) -> None:
    """Count one day again, whole, and move its month and the totals by what changed.

    Done twice, or by two processes at once, the sums are the same.
    """
    _lock_ledger()
    found = tallies_of(day, now)
    former = _read(Tally.objects.days(day).exclude(indicator__startswith=keys.CO2))
    _move(day, former, found)
    CountedDay.objects.update_or_create(day=day, defaults={"counted_at": now})


@transaction.atomic
def count_stocks(*, now: datetime) -> None:
    """Count again what has no day of its own: ambassadors, networks covered, guides, and the CO2
    of the buildings connected, whose figures come after them."""
    ledger = _lock_ledger()
    _count_co2()
    former = _read(Tally.objects.totals().filter(indicator__in=keys.STOCKS))
    _put(Grain.TOTAL, EVER, stocks(), former)
    ledger.stocks_at = now
    ledger.save()


@transaction.atomic
def recount_co2() -> None:
    """After a figure changed: the CO2 already counted follows at once, whatever the day it is of.

    Public pages move again when it did: one made meanwhile shows the former sum.
    """
    _lock_ledger()
    if _count_co2():
        touch_public_pages()


def _count_co2() -> bool:
    """Returns whether anything moved."""
    found, change = published(), False
    rows = Tally.objects.filter(grain=Grain.DAY, indicator__startswith=keys.CO2)
    for day in sorted(found.keys() | set(rows.values_list("start", flat=True))):
        former = _read(Tally.objects.days(day).filter(indicator__startswith=keys.CO2))
        change |= _move(day, former, found.get(day, Counter()))
    return change


def _lock_ledger() -> Ledger:
    """The lock of the table: sums move one at a time."""
    ledger, _ = Ledger.objects.select_for_update().get_or_create(pk=1)
    return ledger


def _move(day: date, former: Tallies, found: Tallies) -> bool:
    """Replace what a day held, and add the difference to its month and to the totals; whether
    there is any."""
    change: Tallies = Counter(
        {
            key: found[key] - former[key]
            for key in found.keys() | former.keys()
            if found[key] != former[key]
        }
    )
    if change:
        _put(Grain.DAY, day, found, former)
        for grain, start in ((Grain.MONTH, day.replace(day=1)), (Grain.TOTAL, EVER)):
            near = _read(_near(grain, start, change))
            held = Counter({key: near[key] for key in change})
            moved = Counter({key: held[key] + change[key] for key in change})
            _put(grain, start, moved, held)
    return bool(change)


def _near(grain: Grain, start: date, change: Tallies) -> QuerySet[Tally]:
    """The rows of a sum at the same places or of the same indicators: those that move, and more."""
    places, names = {key[1] for key in change}, {key[2] for key in change}
    return Tally.objects.filter(
        grain=grain, start=start, place__in=sorted(places), indicator__in=sorted(names)
    )


def _read(rows: QuerySet[Tally]) -> Tallies:
    told = rows.values_list("scope", "place", "indicator", "value")
    return Counter({(scope, place, name): value for scope, place, name, value in told})


def _put(grain: Grain, start: date, found: Tallies, former: Tallies) -> None:
    """Write the numbers that changed, and take out those that are zero now."""
    changed = [key for key, value in found.items() if value and value != former[key]]
    Tally.objects.bulk_create(
        [
            Tally(
                grain=grain,
                scope=key[0],
                place=key[1],
                start=start,
                indicator=key[2],
                value=found[key],
            )
            for key in sorted(changed)
        ],
        update_conflicts=True,
        unique_fields=UNIQUE,
        update_fields=["value"],
        batch_size=500,
    )
    for scope, place, name in sorted(key for key in former if not found[key]):
        Tally.objects.filter(
            grain=grain, start=start, scope=scope, place=place, indicator=name
        ).delete()


def differences(days: Iterable[date], now: datetime) -> Iterator[str]:
    """What the table holds otherwise than a recount does: one line each, nothing when it is right.

    Of days that are over: the one that runs moves while it is read. CO2, days never counted and
    sums are checked whole.
    """
    for day in days:
        if midnight(day) > now or not CountedDay.objects.filter(day=day).exists():
            yield f"{day} : pas compté"
            continue
        held = _read(Tally.objects.days(day).exclude(indicator__startswith=keys.CO2))
        yield from _unlike(day, held, tallies_of(day, now))
    rows = Tally.objects.filter(grain=Grain.DAY)
    acts = rows.exclude(indicator__startswith=keys.CO2)
    never = acts.exclude(start__in=CountedDay.objects.values("day"))
    for day in sorted(set(never.values_list("start", flat=True))):
        yield from _unlike(day, _read(never.filter(start=day)), Counter())
    avoided, known = published(), rows.filter(indicator__startswith=keys.CO2)
    for day in sorted(avoided.keys() | set(known.values_list("start", flat=True))):
        yield from _unlike(day, _read(known.filter(start=day)), avoided.get(day, Counter()))
    yield from _wrong_sums()


def _unlike(day: date, held: Tallies, found: Tallies) -> Iterator[str]:
    for key in sorted(held.keys() | found.keys()):
        if held[key] != found[key]:
            yield f"{day} {' '.join(filter(None, key))} : {held[key]} pour {found[key]}"


def _wrong_sums() -> Iterator[str]:
    """Months and totals that are not the sums of their days."""
    days = Tally.objects.filter(grain=Grain.DAY)
    told: Counter[tuple[date, str, str, str]] = Counter()
    for start, scope, place, name, value in days.values_list(
        "start", "scope", "place", "indicator", "value"
    ).iterator():
        told[start.replace(day=1), scope, place, name] += value
        told[EVER, scope, place, name] += value
    sums = Tally.objects.exclude(grain=Grain.DAY).exclude(
        grain=Grain.TOTAL, indicator__in=keys.STOCKS
    )
    held = Counter(
        {
            (start, scope, place, name): value
            for start, scope, place, name, value in sums.values_list(
                "start", "scope", "place", "indicator", "value"
            )
        }
    )
    for key in sorted(held.keys() | told.keys()):
        if held[key] != told[key]:
            start, *rest = key
            when = "total" if start == EVER else f"{start:%Y-%m}"
            yield f"{when} {' '.join(filter(None, rest))} : {held[key]} pour {told[key]}"


NOTES = ("add_reportnote", "change_reportnote", "delete_reportnote", "view_reportnote")
TARGETS = ("add_target", "change_target", "delete_target")


def give_rights() -> None:
    """Editors write the notes; the national team sets the targets too."""
    register_rights("stats", *NOTES, "view_target", groups=(EDITORS, TEAM))
    register_rights("stats", *TARGETS, groups=(TEAM,))


def report_changed(sender: object, **kwargs: object) -> None:
    touch_public_pages()


def connect() -> None:
    """Called once, when the app is ready."""
    for model in (ReportNote, Target, Voice):
        for signal in (post_save, post_delete):
            signal.connect(report_changed, sender=model, dispatch_uid="impact_report_public")


# What the clock does here: days are counted, then counted again until they move no more.


ONE_DAY = timedelta(days=1)


def days_to_count(now: datetime) -> list[date]:
    """Days never counted, then those to count again: each once.

    The one that runs, those that just ended, and a few of the oldest countings: a tick costs a few
    days of acts, however long the history is.
    """
    today = timezone.localdate(now)
    counted = CountedDay.objects.order_by("day")
    missing = list(_missing(today))
    fresh = timedelta(minutes=NUMBERS.fresh_minutes)
    again = [
        *counted.filter(day=today, counted_at__lte=now - fresh),
        *counted.filter(
            day__lt=today,
            day__gte=today - timedelta(days=NUMBERS.settling_days),
            counted_at__lt=midnight(today),
        ),
        *counted.filter(day__lt=today, counted_at__lte=now - ONE_DAY).order_by("counted_at", "day")[
            : NUMBERS.again_a_tick
        ],
    ]
    return list(dict.fromkeys([*missing, *(row.day for row in again)]))


def _missing(today: date) -> Iterator[date]:
    """What came since the last day counted; then the past, a month at a time, the latest first."""
    counted = CountedDay.objects.order_by("day").values_list("day", flat=True)
    first, last = counted.first() or today, counted.last() or today - ONE_DAY
    yield from every_day(last + ONE_DAY, today)
    opening = first_day() or today
    yield from every_day(max(opening, first - timedelta(days=NUMBERS.back_a_tick)), first - ONE_DAY)


def every_day(first: date, last: date) -> Iterator[date]:
    """Both included; nothing when they are the wrong way round."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def first_day() -> date | None:
    """The day of the first act that is kept."""
    firsts = [
        rows.aggregate(first=Min("created_at"))["first"]
        for rows in (AddressTest.objects, Question.objects, Demande.objects)
    ]
    known = [timezone.localdate(moment) for moment in firsts if moment]
    opened = PageView.objects.aggregate(first=Min("day"))["first"]
    known += [opened] if opened else []
    return min(known, default=None)


def stocks_to_count(now: datetime) -> list[str]:
    """Once in a while: what has no day of its own."""
    at = Ledger.objects.values_list("stocks_at", flat=True).first()
    is_due = at is None or at <= now - timedelta(minutes=NUMBERS.fresh_minutes)
    return ["stocks"] if is_due else []


STEPS = (
    Step(
        key="stats.days",
        label="Statistiques : les actes de chaque jour sont comptés, puis recomptés",
        due=days_to_count,
        do=count_day,
    ),
    Step(
        key="stats.stocks",
        label="Statistiques : ambassadeurs, réseaux couverts et CO2 évité, comptés à ce jour",
        due=stocks_to_count,
        do=lambda _item, now: count_stocks(now=now),
        after=("stats.days",),
    ),
    Step(
        key="stats.audience",
        label="Audience : les pages trop peu ouvertes sont comptées ensemble",
        due=days_to_gather,
        do=gather,
    ),
)
