"""What to know before a measure: what each one does, how long, who may, what was given before."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db import transaction
from django.utils import timezone

from communaute.comptes.models import User
from communaute.moderation.audit_log.log import record
from communaute.moderation.deadlines import HOURS_A_DAY
from communaute.moderation.decision_rules import (
    OF_PERSON,
    WORDS_ONLY,
    could_lift,
    is_second_for,
    measure_say,
)
from communaute.moderation.enums import Act, DecisionKind, SanctionKind, Say
from communaute.moderation.models import Case, ModeratedContent, Proposal, Sanction
from communaute.moderation.registry import ModeratedType
from communaute.moderation.services import allowed_kinds, notify, text_digest
from socle.public_pages import touch_public_pages
from socle.scheduler import Step

from ..sanction_rules import hours_at
from ..still_true import waiting_proposals

# Read on one page; nobody has more.
MOST = 100


@dataclass(frozen=True)
class Rung:
    """One measure: what it does, the length proposed in hours (None: no end), what the person who
    reads may do, whether it holds already, whether it is the next one proposed."""

    kind: SanctionKind
    effect: str
    hours: int | None
    say: Say
    stands: bool
    is_next: bool

    @property
    def days(self) -> int | None:
        return None if self.hours is None else self.hours // HOURS_A_DAY

    @property
    def only_words(self) -> bool:
        return self.kind in WORDS_ONLY


@dataclass(frozen=True)
class Past:
    """A measure that was given; `may_lift`: the person who reads may end it before its time."""

    measure: Sanction
    stands: bool
    was_undone: bool
    may_lift: bool


def history_of(user: object, person: User) -> list[Past]:
    """The measures towards this person, the last first; two queries."""
    rows = Sanction.objects.filter(person=person).for_list().select_related("lifted_by")
    cases = ("decision__case__commune", "decision__case__departement")
    measures = list(rows.select_related(*cases)[:MOST])
    now = timezone.now()
    stand = {one.pk for one in measures if one.stands_at(now)}
    mine = _opened_by(user, [one.decision.case_id for one in measures if one.pk in stand])
    return [
        Past(
            one,
            one.pk in stand,
            one.lifted_by is not None and one.lifted_by.kind == DecisionKind.UNDO,
            one.decision.case_id in mine
            and could_lift(user, one.decision.case, one.kind, one.hours),
        )
        for one in measures
    ]


def _opened_by(user: object, cases: list[int]) -> set[int]:
    if not cases:
        return set()
    rows = Case.objects.visible_to(user).filter(pk__in=cases)
    return set(rows.order_by().values_list("pk", flat=True))


def ladder_for(user: object, case: Case, history: list[Past]) -> list[Rung]:
    """Every measure, from the lightest to the heaviest, for who opens this case; no query."""
    standing = {past.measure.kind for past in history if past.stands}
    counted = [past.measure for past in history if past.measure.lifted_at is None]
    rung = sum(one.ends_at is not None and one.kind not in WORDS_ONLY for one in counted)
    following = next_after(standing, has_had_measures=rung > 0)
    found = []
    for kind in SanctionKind:
        hours = hours_at(rung, kind)
        stands = kind in standing and kind not in WORDS_ONLY
        say = measure_say(user, case, kind, hours)
        found.append(
            Rung(kind, OF_PERSON[kind].words, hours, say, stands, is_next=kind == following)
        )
    return found


def next_after(standing: set[str], *, has_had_measures: bool) -> SanctionKind:
    """The next step, proposed and never imposed: a reminder, then a warning while a reminder
    counts, then reading only for as long as the ladder says; suspending instead when reading only
    holds already (DSA art. 23: warn first, then suspend for a time)."""
    if SanctionKind.READ_ONLY in standing:
        return SanctionKind.SUSPENSION
    if has_had_measures or SanctionKind.WARNING in standing:
        return SanctionKind.READ_ONLY
    return SanctionKind.WARNING if SanctionKind.NOTICE in standing else SanctionKind.NOTICE


def proposals_seen_by(user: object) -> list[Proposal]:
    """Decisions that wait for a second person, of the cases this person opens; the oldest first.
    `is_over` as `waiting_proposals` says."""
    cases = Case.objects.visible_to(user).order_by().values("pk")
    return list(waiting_proposals().filter(case__in=cases).for_list()[:MOST])


def to_confirm(user: object) -> list[Proposal]:
    """Those of `proposals_seen_by` that this person may confirm, and that are still possible."""
    waiting = (one for one in proposals_seen_by(user) if not one.is_over)  # type: ignore[attr-defined]
    return [one for one in waiting if is_second_for(user, one)]


def is_possible(proposal: Proposal, kind: ModeratedType | None, content: object) -> bool:
    """Whether a second person may still confirm it: not once the case was decided otherwise, the
    text rewritten, the measure taken or the account gone. Twin of `confirm_proposal`'s refusals."""
    case, text = proposal.case, cast("ModeratedContent | None", content)
    if not proposal.sanction:
        read = text_digest(kind.text(text)) if kind and text and proposal.seen else proposal.seen
        return proposal.kind in allowed_kinds(case, text) and read == proposal.seen
    if case.author is None:
        return False
    same = Sanction.objects.filter(person=case.author).standing(timezone.now())
    return proposal.sanction in WORDS_ONLY or not same.filter(kind=proposal.sanction).exists()


# Measures that end by themselves: the person is told, once.


def ended(now: datetime) -> list[int]:
    """Measures past their end, not lifted before it, whose end was not told."""
    rows = Sanction.objects.filter(ends_at__lte=now, lifted_at=None, end_told_at=None)
    return list(rows.order_by("ends_at", "pk").values_list("pk", flat=True))


@transaction.atomic
def tell_end(pk: int, now: datetime) -> dict[str, int]:
    """Tell the person, if the account is still there, and note it in the log of the case."""
    rows = Sanction.objects.filter(ends_at__lte=now, lifted_at=None, end_told_at=None)
    held = rows.select_for_update(of=("self",))
    sanction = held.select_related("person", "decision__statement", "decision__case").filter(pk=pk)
    found = sanction.first()
    if found is None:
        return {}
    Sanction.objects.filter(pk=pk).update(end_told_at=now)
    touch_public_pages()
    notify.tell_ended(found)
    record(found.decision.case, Act.SANCTION_ENDED, detail=str(found))
    return {"measures_ended": 1}


STEP = Step(
    key="moderation.measures_ended",
    label="Mesures arrivées à leur terme : la personne est prévenue",
    due=ended,
    do=tell_end,
)
