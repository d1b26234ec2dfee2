"""The queue, line by line: cases that are one matter are one line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from communaute.moderation.enums import Gravity, QueueState
from communaute.moderation.models import Case

from .reporters import Reporters, notices_of, reporters_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from communaute.moderation.querysets import CaseQuerySet


PAGE_SIZE = 25


@dataclass(frozen=True)
class Line:
    """One line: `case` is its most urgent, `number` how many it stands for, `gravity` the worst.

    `same` says what they share: "auteur", "texte", "lien".
    """

    case: Case
    reporters: Reporters
    gravity: Gravity
    key: int
    number: int = 1
    same: tuple[str, ...] = ()


def page_of_groups(cases: CaseQuerySet, number: object) -> Page[Line]:
    """A page of open cases, grouped, most urgent first; four queries whatever they are."""
    page: Page[Any] = Paginator(cases.grouped(), PAGE_SIZE).get_page(number)
    rows = list(page.object_list)
    keyed = of_lines(cases, [row["key"] for row in rows])
    reporters = reporters_of(notices_of(keyed.values("pk")))
    page.object_list = lines_of(rows, list(leading(keyed)), reporters)
    return page


def of_lines(cases: CaseQuerySet, keys: Collection[int]) -> CaseQuerySet:
    """The cases of these lines (`CaseQuerySet.keyed`), in no order."""
    return cases.keyed().filter(key__in=keys).order_by()


def leading(keyed: CaseQuerySet) -> CaseQuerySet:
    """Of each line, its most urgent case."""
    rank = Window(RowNumber(), partition_by="key", order_by=[F("due_at").asc(), F("pk").asc()])
    return keyed.annotate(rank=rank).filter(rank=1).for_list()


def lines_of(
    rows: Iterable[dict[str, Any]], cases: Iterable[Any], reporters: Mapping[int, Reporters]
) -> list[Line]:
    """The lines of `CaseQuerySet.grouped`, with the case that leads each and who reported."""
    by_key = {case.key: case for case in cases}
    found = ((by_key.get(row["key"]), row) for row in rows)
    return [_line(case, reporters, row) for case, row in found if case]


def page_of_cases(cases: CaseQuerySet, number: object) -> Page[Line]:
    """A page of cases one by one, in the order given; four queries."""
    page: Page[Any] = Paginator(cases.for_list(), PAGE_SIZE).get_page(number)
    rows = list(page.object_list)
    reporters = reporters_of(notices_of([case.pk for case in rows], together=False))
    page.object_list = [
        Line(case, reporters.get(case.pk) or Reporters(), Gravity(case.gravity), case.pk)
        for case in rows
    ]
    return page


def next_case(cases: CaseQuerySet, *, but: Collection[int] = ()) -> Case | None:
    """The first case of a filter that nobody else holds, in the order of the queue; two queries."""
    for row in cases.exclude(pk__in=but).grouped()[:1]:
        keyed = cases.exclude(pk__in=but).keyed().filter(key=row["key"])
        return keyed.order_by("due_at", "pk").first()
    return None


def _line(case: Case, reporters: Mapping[int, Reporters], row: dict[str, Any]) -> Line:
    same = {
        "auteur": row["authors"] == 1 and case.author_id is not None,
        "texte": row["texts"] == 1 and bool(row["least_text"]),
        "lien": row["links"] == 1 and bool(row["least_link"]),
    }
    return Line(
        case,
        reporters.get(row["key"]) or Reporters(),
        Gravity(row["worst"]),
        row["key"],
        row["number"],
        tuple(name for name, is_so in same.items() if is_so) if row["number"] > 1 else (),
    )


# Tabs that only grow: nobody counts them.
OF_THE_PAST = (QueueState.DECIDED, QueueState.ALL)
# Cases read to find the lines of a page.
CLOSE = 96


def counts(user: object) -> dict[str, int]:
    """How many cases this person has in each tab of the queue, those of the past apart
    (`CaseQuerySet.counts`, 1 query)."""
    return Case.objects.visible_to(user).counts(user, timezone.now())  # type: ignore[attr-defined,no-any-return]


def first_lines(user: object) -> list[Line]:
    """The first page of what this person is to decide (4 queries)."""
    keys = _first_keys(list(_close(user)))
    cases = _to_decide(user)
    near = cases if keys is None else of_lines(cases, keys)
    rows = list(near.grouped()[:PAGE_SIZE])
    shown = of_lines(cases, [row["key"] for row in rows])
    reporters = reporters_of(notices_of(shown.values("pk")))
    return lines_of(rows, list(leading(shown)), reporters)


def _first_keys(close: list[tuple[int, int, datetime]]) -> Collection[int] | None:
    """The lines that no other comes before, enough for a page, from the cases that come first:
    the line of each, whether it comes first, and when it is due. None when they cannot tell: too
    many of them are one matter, or are due in the same hour.

    Once a case that does not come first is read, all those that do are; and a line none of whose
    cases is read has none that is due before the last one.
    """
    if len(close) < CLOSE:
        return {key for key, _, _ in close}
    _, last_comes_first, last_due_at = close[-1]
    hour = last_due_at.replace(minute=0, second=0, microsecond=0)
    keys = {key for key, comes_first, due_at in close if comes_first or due_at < hour}
    return keys if len(keys) >= PAGE_SIZE and not last_comes_first else None


def _to_decide(user: object) -> CaseQuerySet:
    return Case.objects.visible_to(user).in_state(QueueState.TO_DECIDE, user)  # type: ignore[return-value]


def _close(user: object) -> QuerySet[Case, tuple[int, int, datetime]]:
    """The cases that come first: their line, whether they do, and when they are due."""
    cases = _to_decide(user).keyed().order_by("-comes_first", "due_at", "pk")
    return cases.values_list("key", "comes_first", "due_at")[:CLOSE]
