"""Why texts were reported, and how much those who reported weigh."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, Count, F, Q
from django.db.models.functions import Coalesce

from ..enums import NoticeCategory
from ..models import Notice

# More of one page are counted, not read one by one.
MOST = 2_000


@dataclass
class Reporters:
    """Those who reported one text, or several that are one line of the queue.

    `judged` counts their earlier reports that were decided, `upheld` those that were right.
    """

    reasons: dict[str, int] = field(default_factory=dict)
    accounts: set[int] = field(default_factory=set)
    visitors: int = 0
    judged: int = 0
    upheld: int = 0

    @property
    def number(self) -> int:
        return len(self.accounts) + self.visitors

    @property
    def reason_labels(self) -> list[str]:
        """The reasons given, the most frequent first."""
        ordered = sorted(self.reasons, key=lambda one: -self.reasons[one])
        return [str(NoticeCategory(one).label) for one in ordered]

    def add(self, category: str, reporter: int | None) -> None:
        self.reasons[category] = self.reasons.get(category, 0) + 1
        if reporter is None:
            self.visitors += 1
        else:
            self.accounts.add(reporter)


def reporters_of(cases: Any, *, together: bool = True) -> Mapping[int, Reporters]:
    """Who reported these cases, by line of the queue (`CaseQuerySet.keyed`), or by case; two
    queries."""
    line = Coalesce("case__group", "case_id", output_field=BigIntegerField())
    rows = (
        Notice.objects.filter(case__in=cases)
        .order_by()
        .annotate(line=line if together else F("case_id"))
        .values_list("line", "category", "reporter")[:MOST]
    )
    found: dict[int, Reporters] = defaultdict(Reporters)
    for key, category, reporter in rows:
        found[key].add(category, reporter)
    _weigh(found.values())
    return found


def _weigh(lines: Iterable[Reporters]) -> None:
    """What became of the earlier reports of these people."""
    people = {pk for line in lines for pk in line.accounts}
    if not people:
        return
    rows: Any = Notice.objects.judged().filter(reporter__in=people).order_by().values("reporter")
    rows = rows.annotate(judged=Count("pk"), upheld=Count("pk", filter=Q(was_right=True)))
    past = {row["reporter"]: row for row in rows}
    for line in lines:
        for pk in line.accounts & past.keys():
            line.judged += past[pk]["judged"]
            line.upheld += past[pk]["upheld"]
