"""The queue, line by line: cases that are one matter are one line."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Aggregate, BigIntegerField, F, Max, Min, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber, TruncHour

from communaute.moderation.enums import Gravity, QueueState
from communaute.moderation.models import Case
from communaute.moderation.querysets import CaseQuerySet

from ..enums import AUTOMATIC, EDITED, NoticeCategory
from ..models import Notice

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
        """Reports, not people: one person may have reported several of these texts."""
        return sum(self.reasons.values())

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


PAGE_SIZE = 25


@dataclass(frozen=True)
class CaseLine:
    """One line: `case` is its most urgent, `number` how many it stands for, `gravity` the worst.

    `same` says what they share: "auteur", "texte", "lien".
    """

    case: Case
    reporters: Reporters
    gravity: Gravity
    key: int
    number: int = 1
    same: tuple[str, ...] = ()


def page_of_groups(cases: CaseQuerySet, number: object) -> Page[CaseLine]:
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
) -> list[CaseLine]:
    """The lines of `CaseQuerySet.grouped`, with the case that leads each and who reported."""
    by_key = {case.key: case for case in cases}
    found = ((by_key.get(row["key"]), row) for row in rows)
    return [_line(case, reporters, row) for case, row in found if case]


def line_by_line(cases: CaseQuerySet, *within: str) -> CaseQuerySet:
    """The cases one by one in the order of `CaseQuerySet.grouped`, those of one line together;
    `within`: what parts them before the lines do."""

    def of_line(value: Aggregate) -> Window:
        return Window(value, partition_by=[*within, "key"])

    first_due = of_line(Min("due_at"))
    return cases.keyed().order_by(
        of_line(Max("comes_first")).desc(),
        TruncHour(first_due),
        of_line(Max("gravity")).desc(),
        first_due,
        "key",
        "due_at",
        "pk",
    )


def page_of_cases(cases: CaseQuerySet, number: object) -> Page[CaseLine]:
    """A page of cases one by one, in the order given; four queries."""
    page: Page[Any] = Paginator(cases.for_list(), PAGE_SIZE).get_page(number)
    rows = list(page.object_list)
    reporters = reporters_of(notices_of([case.pk for case in rows], together=False))
    page.object_list = [
        CaseLine(case, reporters.get(case.pk) or Reporters(), Gravity(case.gravity), case.pk)
        for case in rows
    ]
    return page


def next_case(cases: CaseQuerySet) -> Case | None:
    """The first case of a filter that nobody else holds, in the order of the queue; two queries."""
    for row in cases.grouped()[:1]:
        keyed = cases.keyed().filter(key=row["key"])
        return keyed.order_by("due_at", "pk").first()
    return None


def _line(case: Case, reporters: Mapping[int, Reporters], row: dict[str, Any]) -> CaseLine:
    same = {
        "auteur": row["authors"] == 1 and case.author_id is not None,
        "texte": row["texts"] == 1 and bool(row["least_text"]),
        "lien": row["links"] == 1 and bool(row["least_link"]),
    }
    return CaseLine(
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


def first_lines(user: object) -> list[CaseLine]:
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
