"""A reporter contests that a text was left online; who is asked to answer an appeal."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from communaute.comptes.models import User

from ..audit_log.log import record
from ..deadlines import answers_appeal, due_at, is_told, redress_until, undoable_until
from ..enums import Act, AppealRoute, CaseStatus, DecisionKind
from ..errors import AppealRefusedError, InvalidDecisionError, ModerationNotAllowed
from ..models import Appeal, Case, Decision, ModeratedContent, Notice, Proposal
from ..outcome import last_word
from ..perms import deciders_of
from ..registry import type_of
from . import notify
from .assignments import locked_case
from .cases import keep_away, open_case
from .enactment import Ruling, enact, locked_content

TOO_LATE = "Ce signalement ne peut plus être contesté ici."
TWICE = "Vous avez déjà signalé de nouveau ce texte : il attend d’être relu."
GONE = "Ce texte ne se lit plus : il n’y a plus rien à contester."


def can_contest(notice: Notice) -> bool:
    """The text was left online by the last decision, and is still; in time, and nobody contested it
    with this notice, which contests none itself."""
    last, content = last_word(notice.case), notice.case.target
    return (
        last is not None
        and isinstance(content, ModeratedContent)
        and content.is_published
        and last.case_id == notice.case_id
        and last.kind == DecisionKind.KEEP
        and not notice.case.is_open
        and is_told(last, timezone.now())
        and notice.contests_id is None
        and not Notice.objects.filter(contests=notice).exists()
        and timezone.now() <= redress_until(last.decided_at)
    )


def _sender(notice: Notice) -> dict[str, object]:
    """Who sent a notice, as a filter; nobody for one without account nor browser."""
    if notice.reporter_id is not None:
        return {"reporter": notice.reporter_id}
    return {"visitor_key": notice.visitor_key} if notice.visitor_key else {"pk": notice.pk}


@transaction.atomic
def contest_outcome(*, notice: Notice, text: str) -> Notice:
    """Ask for somebody else to read again what was left online; returns the notice of the new case.

    No actor: whoever holds the address of the notice is its sender, and may have no account. Again
    returns the same. Raises AppealRefusedError when it is too late, or nothing is online any more.
    """
    case = Case.objects.select_for_update().get(pk=notice.case_id)
    twice = Notice.objects.filter(contests=notice).first()
    if twice is not None:
        return twice
    notice = Notice.objects.select_related("case", "reporter").get(pk=notice.pk)
    kind, content = type_of(case), case.target
    if kind is None or not isinstance(content, ModeratedContent) or not content.is_published:
        raise AppealRefusedError(GONE)
    if not can_contest(notice):
        raise AppealRefusedError(TOO_LATE)
    now = timezone.now()
    if Notice.objects.about(content).filter(case__closed_at=None, **_sender(notice)).exists():
        raise AppealRefusedError(TWICE)
    fresh, _ = open_case(kind, content, due_at(notice.category, now, notice.source))
    first = case.decisions.values_list("decided_by", flat=True)
    keep_away(fresh, frozenset(one for one in first if one is not None))
    again = Notice.objects.create(
        case=fresh,
        contests=notice,
        category=notice.category,
        explanation=text,
        source=notice.source,
        legal_ref=notice.legal_ref,
        reference=notice.reference,
        reporter=notice.reporter,
        reporter_email=notice.reporter_email,
        visitor_key=notice.visitor_key,
        received_at=now,
    )
    fresh.notices_count += 1
    fresh.pace, fresh.gravity = case.pace, max(fresh.gravity, case.gravity)
    fresh.save(update_fields=["notices_count", "pace", "gravity"])
    record(fresh, Act.CONTEST, detail=again.get_category_display())
    notify.acknowledge(again, kind)
    notify.alert_moderators(fresh, kind, again)
    return again


def ask_deciders(appeal: Appeal, now: datetime) -> int:
    """Tell those who are asked to answer; how many they are. When the national team cannot, the
    appeal is open to who answers for other agencies. The caller holds the appeal, or just made
    it."""
    if deciders_of(appeal)[0] == AppealRoute.AGENCIES and not appeal.open_to_agencies:
        appeal.open_to_agencies = True
        appeal.save(update_fields=["open_to_agencies"])
    return notify.alert_deciders(appeal, now)


# Taking back at once what one has just decided.


NO_UNDO = (
    "Cette décision ne peut plus être annulée. Une autre se prend dans le dossier, ou par "
    "« Modérer » auprès du texte."
)
NO_UNDO_NOW = (
    "Depuis, ce texte a été signalé de nouveau, ou corrigé : la décision ne s’annule plus. "
    "Décidez dans le dossier n° {pk}."
)
_NEVER = (DecisionKind.UNDO, DecisionKind.LIFT, DecisionKind.MOVE, DecisionKind.AUTO_HIDE)


def can_undo(user: object, decision: Decision, now: datetime) -> bool:
    """Who took it may, for some minutes, while nothing was decided since on the case, nor the text
    reported again or corrected: that is another case, and would stand beside it."""
    return (
        decision.decided_by_id is not None
        and decision.decided_by_id == getattr(user, "pk", None)
        and decision.kind not in _NEVER
        and now < undoable_until(decision.decided_at)
        and decision.case.decisions.last() == decision
        and not hasattr(getattr(decision, "statement", None), "appeal")
        and not answers_appeal(decision)
        and (not _closed_by(decision) or open_elsewhere(decision.case) is None)
    )


@transaction.atomic
def undo_decision(*, actor: User, decision: Decision) -> Decision:
    """Put all back as it was before a decision one has just taken; what was to be sent is not.

    The decision, its statement and the log stay. The case is open again, in the hands of who held
    it, or of nobody; a proposal that was confirmed waits again.
    Again returns the same. Raises ModerationNotAllowed for somebody else's decision,
    InvalidDecisionError when it is too late or something was decided since.
    """
    case = locked_case(actor, decision.case)
    decision = Decision.objects.select_related("case").get(pk=decision.pk)
    twice = decision.undone_by.filter(kind=DecisionKind.UNDO).first()
    if twice is not None and twice.decided_by_id == actor.pk:
        return twice
    if decision.decided_by_id != actor.pk:
        message = "Seule la personne qui vient de décider peut annuler sa décision."
        raise ModerationNotAllowed(message)
    now = timezone.now()
    if not can_undo(actor, decision, now):
        other = open_elsewhere(case)
        raise InvalidDecisionError(NO_UNDO_NOW.format(pk=other.pk) if other else NO_UNDO)
    moderated_type, content = locked_content(case)
    _reopen(case, decision)
    undoing = enact(
        Ruling(
            case=case,
            kind=DecisionKind.UNDO,
            actor=actor,
            moderated_type=moderated_type,
            content=content,
            undoes=decision,
            closes=False,
            at=now,
        )
    )
    if decision.sanction and case.author is not None:
        case.author.forget()
    # What a second person confirmed waits for one again.
    Proposal.objects.filter(decision=decision).update(decision=None, closed_at=None)
    return undoing


def _reopen(case: Case, decision: Decision) -> None:
    """As it was when it was decided: open, and held by whoever held it, as the case still says,
    unless the decision found it closed."""
    case.version += 1
    fields = ["version"]
    if _closed_by(decision):
        case.status = CaseStatus.CLAIMED if case.claimed_by_id else CaseStatus.OPEN
        case.closed_at = None
        fields += ["status", "closed_at"]
    case.save(update_fields=fields)


def _closed_by(decision: Decision) -> bool:
    reopened_it = decision.kind == DecisionKind.RESTORE and decision.undoes_id is not None
    is_decided = decision.case.status == CaseStatus.DECIDED
    return is_decided and not reopened_it and not decision.sanction


def open_elsewhere(case: Case) -> Case | None:
    """The other case of the same text that waits, if any."""
    same = {"content_type": case.content_type_id, "object_id": case.object_id}
    return Case.objects.to_decide().filter(**same).exclude(pk=case.pk).first()
