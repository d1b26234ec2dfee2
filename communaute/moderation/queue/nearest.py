"""The first page of what is to decide, without reading all that waits."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from communaute.moderation.enums import QueueState
from communaute.moderation.models import Case

from .lines import PAGE_SIZE, Line, leading, lines_of, of_lines
from .reporters import notices_of, reporters_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from communaute.moderation.querysets import CaseQuerySet

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
