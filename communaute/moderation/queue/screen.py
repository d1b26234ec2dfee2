"""The case as one screen: the text then and now, what surrounds it, who wrote it, what is alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import add
from typing import Any

from django.db import transaction
from django.db.models import Case as When
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models import When as If
from django.http import HttpRequest
from django.utils import timezone

from communaute.comptes.models import User
from communaute.moderation.audit_log.log import together
from communaute.moderation.enums import JUDGED, Act, DecisionKind, SanctionKind
from communaute.moderation.errors import InvalidDecisionError, ModerationError, TogetherRefusedError
from communaute.moderation.models import (
    Case,
    Decision,
    ModeratedContent,
    ModerationLog,
    Proposal,
    Sanction,
)
from communaute.moderation.numbers import NUMBERS
from communaute.moderation.perms import can_moderate_content
from communaute.moderation.querysets import CaseQuerySet, count_of
from communaute.moderation.queue.difference import Piece, difference
from communaute.moderation.queue.lines import CLOSE, line_by_line
from communaute.moderation.registry import (
    Lock,
    ModeratedType,
    Neighbour,
    PastText,
    registered,
    versions_of,
)
from communaute.moderation.sanction_rules import author_is_closed
from communaute.moderation.services import decide_case, undo_decision

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
    (`was_examined`); when the first case of the same text was opened (`first_opened_at`);
    whether their account is closed (`is_author_closed`); whether this person
    opened its private text (`opened`)."""
    earlier = Decision.objects.filter(
        case__in=Case.objects.visible_to(user).order_by().values("pk"),
        case__author=OuterRef("author"),
    ).exclude(case=OuterRef("pk"))
    past = earlier.standing()
    text = {name: OuterRef(name) for name in ("content_type", "object_id")}
    same = Case.objects.filter(**text).order_by("opened_at", "pk")
    sanctions = Sanction.objects.filter(person=OuterRef("author"))
    weight = When(*(If(kind=kind, then=Value(rank)) for rank, kind in enumerate(SanctionKind)))
    standing = sanctions.standing(timezone.now()).order_by(
        weight.desc(), F("ends_at").desc(nulls_first=True), "-pk"
    )
    return cases.annotate(
        posts=_posts(),
        past_kept=count_of(past.filter(kind=DecisionKind.KEEP)),
        past_restricted=count_of(past.filter(kind__in=JUDGED).exclude(kind=DecisionKind.SANCTION)),
        past_restored=count_of(past.filter(~Exists(_after()), kind=DecisionKind.RESTORE)),
        sanctions=count_of(sanctions.filter(lifted_at=None)),
        sanction_now=Subquery(standing.values("kind")[:1]),
        sanction_until=Subquery(standing.values("ends_at")[:1]),
        was_examined=Exists(earlier.exclude(kind=DecisionKind.UNDO)),
        first_opened_at=Subquery(same.values("opened_at")[:1]),
        is_author_closed=author_is_closed(),
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
    """The first cases of the queue, and the cases like this one with what was decided (`outcome`),
    or whether the text was corrected as asked and published (`was_corrected`); one query for both.
    """
    near = mine.order_by("-comes_first", "due_at", "pk").values("pk")[:CLOSE]
    first = line_by_line(visible.filter(pk__in=near)).values("pk")[:SIDE_LIST]
    alike = visible.alike(case).order_by("-opened_at", "-pk").values("pk")[:SIMILAR]
    standing = Decision.objects.standing().exclude(kind=DecisionKind.UNDO)
    last = standing.filter(case=OuterRef("pk")).order_by("-decided_at", "-pk")
    corrected = Decision.objects.filter(
        kind=DecisionKind.APPROVE,
        undone_by=None,
        undoes__case=OuterRef("pk"),
        undoes__kind=DecisionKind.ASK_EDIT,
    )
    rows = (
        visible.filter(Q(pk__in=first) | Q(pk__in=alike))
        .annotate(
            waits=When(If(pk__in=first, then=Value(1)), default=Value(0)),
            is_alike=When(If(pk__in=alike, then=Value(1)), default=Value(0)),
            outcome=Subquery(last.values("kind")[:1]),
            was_corrected=Exists(corrected),
        )
        .for_list()
    )
    found = list(line_by_line(rows, "waits"))
    return [one for one in found if one.waits], [one for one in found if one.is_alike]


def _after() -> Any:
    """A decision taken after this one on the same case: a lighter one takes its place."""
    return Decision.objects.filter(case=OuterRef("case"), pk__gt=OuterRef("pk"))


def _posts() -> Any:
    """How many texts the author wrote, whatever became of them, of every kind; a
    name is none."""
    counts = [
        count_of(known.model._default_manager.filter(author=OuterRef("author")))
        for known in registered()
        if not known.is_name
    ]
    return reduce(add, counts, Value(0))


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


# Deciding on many cases at once, for spam: all of them or none; what one may still take back.


@transaction.atomic
def decide_together(*, actor: User, versions: Mapping[int, int], **decision: Any) -> list[Decision]:
    """Decide the same of several cases: all, or none when one of them may not be decided.

    `versions` says at which version each case was read; the rest is what `decide_case` takes.
    Raises InvalidDecisionError for none or too many, and TogetherRefusedError, which says which
    case refused and why.
    """
    if not versions or len(versions) > NUMBERS.bulk_max:
        raise InvalidDecisionError(f"Choisissez de 1 à {NUMBERS.bulk_max} dossiers.")
    cases = _locked(versions)
    if len(cases) != len(versions):
        raise InvalidDecisionError("L’un de ces dossiers n’existe plus. Revenez à la file.")
    made = []
    with together():
        for case in cases:
            version = versions[case.pk]
            try:
                made.append(decide_case(actor=actor, case=case, version=version, **decision))
            except ModerationError as error:
                raise TogetherRefusedError(case=case, why=str(error)) from error
    return made


@transaction.atomic
def undo_together(*, actor: User, decisions: Sequence[Decision]) -> list[Decision]:
    """Take back several decisions made at once: all, or none when one of them stays. Raises as
    `undo_decision`."""
    ordered = sorted(decisions, key=lambda one: one.case_id)
    _locked([one.case_id for one in ordered])
    with together():
        return [undo_decision(actor=actor, decision=one) for one in ordered]


def _locked(numbers: Iterable[int]) -> list[Case]:
    """These cases, then their texts and what their rooms count on them, locked in the order of
    docs/mecanismes.md: several people decide at the same time on texts of the same threads."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("content_type")
    cases = list(rows.filter(pk__in=numbers).order_by("pk"))
    by_model: dict[Any, list[int]] = {}
    for case in cases:
        by_model.setdefault(case.content_type.model_class(), []).append(case.object_id)
    texts: dict[Lock, list[Any]] = {}
    for kind in registered():
        if pks := by_model.get(kind.model):
            found = kind.model._default_manager.filter(pk__in=pks)
            texts.setdefault(kind.lock, []).extend(found)
    for lock, contents in sorted(texts.items(), key=lambda one: _rank(one[0])):
        lock(contents)
    return cases


def _rank(lock: Lock) -> int:
    """The same order whatever the texts: visits before threads."""
    return [kind.lock for kind in reversed(registered())].index(lock)


SESSION = "moderation_undo"


def offer(request: HttpRequest, *, on: Case | None = None) -> dict[str, Any] | None:
    """What may still be undone: what was done (`said`), `until` when, its decisions (`pks`); no
    query. On the page of a case, only if one came to it by deciding: it names another text."""
    kept = request.session.get(SESSION)
    if kept is None or datetime.fromisoformat(kept["until"]) <= timezone.now():
        return None
    if on is not None and kept["landing"] != on.pk:
        return None
    return kept | {"until": datetime.fromisoformat(kept["until"])}
