"""The case as one screen: the text then and now, what surrounds it, who wrote it, what is alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any

from django.db.models import Case as When
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models import When as If
from django.db.models.functions import Coalesce
from django.utils import timezone

from communaute.moderation.enums import JUDGED, Act, DecisionKind, SanctionKind
from communaute.moderation.models import Case, Decision, ModerationLog, Proposal, Sanction
from communaute.moderation.numbers import NUMBERS
from communaute.moderation.perms import can_moderate_content
from communaute.moderation.queue.difference import Piece, difference
from communaute.moderation.registry import registered, versions_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from communaute.moderation.models import ModeratedContent
    from communaute.moderation.querysets import CaseQuerySet
    from communaute.moderation.registry import ModeratedType, Neighbour, PastText


SIDE_LIST = 8
SIMILAR = 5
NOTICES = 50


@dataclass(frozen=True)
class Texts:
    """What was reported, what it says now, what was said around it and before."""

    now: str
    changes: list[Piece]
    before: list[Neighbour]
    after: list[Neighbour]
    versions: list[PastText]

    @property
    def has_changed(self) -> bool:
        return bool(self.changes)


def with_history(cases: CaseQuerySet, user: object) -> CaseQuerySet:
    """Cases with what is known of their author, in the same query: how many texts (`posts`), how
    many of them were left (`past_kept`) or restricted (`past_restricted`) within the territories of
    this person, how many measures that were not lifted (`sanctions`), and the heaviest that
    holds (`sanction_now`); whether one of their texts was decided upon before, lifted since or not
    (`was_examined`); whether this person opened its private text (`opened`)."""
    past = (
        Decision.objects.standing()
        .filter(
            case__in=Case.objects.visible_to(user).order_by().values("pk"),
            case__author=OuterRef("author"),
        )
        .exclude(case=OuterRef("pk"))
    )
    sanctions = Sanction.objects.filter(person=OuterRef("author"))
    weight = When(*(If(kind=kind, then=Value(rank)) for rank, kind in enumerate(SanctionKind)))
    standing = sanctions.standing(timezone.now()).order_by(
        weight.desc(), F("ends_at").desc(nulls_first=True), "-pk"
    )
    return cases.annotate(
        posts=_posts(),
        past_kept=_count(past.filter(kind=DecisionKind.KEEP)),
        past_restricted=_count(past.filter(kind__in=JUDGED)),
        past_restored=_count(past.filter(kind=DecisionKind.RESTORE)),
        sanctions=_count(sanctions.filter(lifted_at=None)),
        sanction_now=Subquery(standing.values("kind")[:1]),
        sanction_until=Subquery(standing.values("ends_at")[:1]),
        was_examined=Exists(
            Decision.objects.exclude(kind=DecisionKind.UNDO)
            .filter(
                case__in=Case.objects.visible_to(user).order_by().values("pk"),
                case__author=OuterRef("author"),
            )
            .exclude(case=OuterRef("pk"))
        ),
        opened=Exists(ModerationLog.objects.filter(case=OuterRef("pk"), act=Act.READ, actor=user)),
        has_decisions=Exists(Decision.objects.filter(case=OuterRef("pk"))),
        has_proposals=Exists(Proposal.objects.waiting().filter(case=OuterRef("pk"))),
    )


def texts_of(case: Case, kind: ModeratedType | None, content: Any) -> Texts:
    """What to read before deciding; three queries at most."""
    if kind is None or content is None:
        return Texts("", [], [], [], [])
    now = kind.text(content)
    around = list(kind.around(content, NUMBERS.neighbours))
    place = next((number for number, one in enumerate(around) if one.is_it), len(around))
    changes = difference(case.snapshot, now) if now != case.snapshot else []
    return Texts(now, changes, around[:place], around[place + 1 :], list(versions_of(content)))


def beside(case: Case, mine: CaseQuerySet, visible: CaseQuerySet) -> tuple[list[Case], list[Case]]:
    """The first cases of the queue, and the cases like this one with what was decided (`outcome`);
    one query for both."""
    first = mine.order_by("-comes_first", "due_at", "pk").values("pk")[:SIDE_LIST]
    alike = visible.alike(case).order_by("-opened_at", "-pk").values("pk")[:SIMILAR]
    standing = Decision.objects.standing().exclude(kind=DecisionKind.UNDO)
    last = standing.filter(case=OuterRef("pk")).order_by("-decided_at", "-pk")
    rows = (
        visible.filter(Q(pk__in=first) | Q(pk__in=alike))
        .annotate(
            waits=When(If(pk__in=first, then=Value(1)), default=Value(0)),
            is_alike=When(If(pk__in=alike, then=Value(1)), default=Value(0)),
            outcome=Subquery(last.values("kind")[:1]),
        )
        .for_list()
        .order_by("-comes_first", "due_at", "pk")
    )
    found = list(rows)
    return [one for one in found if one.waits], [one for one in found if one.is_alike]


def _posts() -> Any:
    """How many texts the author wrote, whatever became of them, of every kind; a
    name is none."""
    counts = [
        _count(known.model._default_manager.filter(author=OuterRef("author")))
        for known in registered()
        if not known.is_name
    ]
    return reduce(add, counts, Value(0))


def _count(rows: QuerySet) -> Any:
    counted = rows.order_by().annotate(of=Value(1)).values("of")
    return Coalesce(Subquery(counted.annotate(number=Count("pk")).values("number")), 0)


# Of each kind.
MOST = 20


@dataclass(frozen=True)
class OtherText:
    """A text and its kind."""

    kind: ModeratedType
    content: ModeratedContent
    text: str


def texts_of_author(user: object, case: Case) -> list[OtherText]:
    """The last public texts of the author of this case, the judged one apart, of the territories
    of this person; one query for each kind of content."""
    found = []
    for kind in registered():
        if kind.is_private or kind.is_name:
            continue
        rows: Any = kind.model._default_manager.filter(author=case.author_id)
        if case.content_type.model_class() is kind.model:
            rows = rows.exclude(pk=case.object_id)
        for content in rows.select_related("author", *kind.related).order_by("-created_at")[:MOST]:
            if can_moderate_content(user, content):
                found.append(OtherText(kind, content, kind.text(content)))
    return sorted(found, key=lambda one: one.content.created_at, reverse=True)
