"""Why texts were reported, and how much those who reported weigh."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, F
from django.db.models.functions import Coalesce

from communaute.moderation.enums import AUTOMATIC, EDITED, NoticeCategory
from communaute.moderation.models import Notice

if TYPE_CHECKING:
    from django.db.models import QuerySet

# More of one page are counted, not read one by one.
MOST = 2_000
# Notices that are no report of anybody.
ASKED = {AUTOMATIC: "À relire avant publication", EDITED: "Corrigé par son auteur, à relire"}
PUBLIC = "Publié, à relire"


@dataclass
class Reporters:
    """Those who reported one text, or several that are one line of the queue.

    `accounts` says of each account how many of its earlier reports were decided, and how many of
    these were right. `asked`: why it is to be read though nobody reported it, in words.
    """

    reasons: dict[str, int] = field(default_factory=dict)
    accounts: dict[int, tuple[int, int]] = field(default_factory=dict)
    visitors: int = 0
    asked: dict[str, str] = field(default_factory=dict)

    @property
    def number(self) -> int:
        return len(self.accounts) + self.visitors

    @property
    def is_corrected(self) -> bool:
        """Its author corrected it: those who reported it before are in another case."""
        return EDITED in self.asked

    @property
    def judged(self) -> int:
        return sum(judged for judged, _ in self.accounts.values())

    @property
    def upheld(self) -> int:
        return sum(upheld for _, upheld in self.accounts.values())

    @property
    def reason_labels(self) -> list[str]:
        """Why nobody had to report it, then the reasons given, the most frequent first."""
        ordered = sorted(self.reasons, key=lambda one: -self.reasons[one])
        return [*self.asked.values(), *(str(NoticeCategory(one).label) for one in ordered)]


def notices_of(cases: Any, *, together: bool = True) -> QuerySet[Notice, tuple[Any, ...]]:
    """The notices about these cases, by line of the queue (`CaseQuerySet.keyed`), or by case."""
    line = Coalesce("case__group", "case_id", output_field=BigIntegerField())
    return (
        Notice.objects.filter(case__in=cases)
        .order_by()
        .annotate(line=line if together else F("case_id"))
        .with_past()
        .values_list("line", "visitor_key", "category", "reporter", "judged", "upheld")[:MOST]
    )


def reporters_of(notices: Iterable[tuple[Any, ...]]) -> Mapping[int, Reporters]:
    """Who reported, by line of the queue, or by case, from their notices (of `notices_of`)."""
    found: dict[int, Reporters] = defaultdict(Reporters)
    for key, asked_by, category, reporter, judged, upheld in notices:
        one = found[key]
        if asked_by in ASKED:
            is_public = asked_by == AUTOMATIC and category == NoticeCategory.PERSONAL_DATA
            one.asked[asked_by] = PUBLIC if is_public else ASKED[asked_by]
            continue
        one.reasons[category] = one.reasons.get(category, 0) + 1
        if reporter is None:
            one.visitors += 1
        else:
            one.accounts[reporter] = (judged, upheld)
    return found
