"""Measures towards people: taken, proposed to a second person, confirmed, lifted."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from communaute.comptes.models import User
from communaute.moderation.audit_log.log import record, together
from communaute.moderation.ban_evasion.services import extend_to_other_accounts
from communaute.moderation.deadlines import ends_after
from communaute.moderation.decision_rules import (
    LONGEST_HOURS,
    Reasons,
    can_confirm,
    can_lift,
    say_on_person,
    say_on_text,
)
from communaute.moderation.enums import Act, DecisionKind, SanctionKind, Say
from communaute.moderation.errors import (
    InvalidDecisionError,
    ModerationNotAllowed,
    SecondPersonError,
)
from communaute.moderation.models import Case, Decision, Proposal, Sanction
from communaute.moderation.numbers import CAUTION_MAX, NUMBERS
from communaute.moderation.services import alerts, notify
from communaute.moderation.services.assignments import case_at_version, locked_case
from communaute.moderation.services.decisions import checked_ruling, text_digest
from communaute.moderation.services.enactment import Ruling, enact, locked_content
from communaute.moderation.services.private import require_read
from socle.public_pages import touch_public_pages

NOT_ALONE = "Cette décision se propose : une autre personne la confirme."
NOT_YOURS = "Cette décision n’est pas de votre ressort."


@transaction.atomic
def sanction_person(
    *,
    actor: User,
    case: Case,
    version: int,
    sanction: str,
    hours: int | None,
    reasons: Reasons,
    note: str = "",
) -> Decision:
    """Take a measure towards the author of the text of a case, for so many hours (None: a closing).

    Decision, statement of reasons, measure and log are written together, and the person is told.
    The text itself, and the case, stay as they are. Raises ModerationNotAllowed, SecondPersonError
    for what one may only propose, StaleCaseError, InvalidDecisionError.
    """
    case = case_at_version(actor, case, version)
    ruling = _checked_measure(actor, case, sanction, hours, reasons, note)
    if say_on_person(actor, case, sanction, hours) == Say.PROPOSE:
        raise SecondPersonError(NOT_ALONE)
    return _sanctioned(ruling)


@transaction.atomic
def propose_measure(
    *,
    actor: User,
    case: Case,
    version: int,
    sanction: str,
    hours: int | None,
    reasons: Reasons,
    note: str = "",
) -> Proposal:
    """Propose such a measure to a second person; nothing changes for the author until then.

    Raises ModerationNotAllowed, StaleCaseError, InvalidDecisionError, also when the same is
    proposed already.
    """
    case = case_at_version(actor, case, version)
    _checked_measure(actor, case, sanction, hours, reasons, note)
    return _proposed(
        actor, case, DecisionKind.SANCTION, reasons, note, sanction=sanction, hours=hours
    )


@transaction.atomic
def propose_decision(
    *,
    actor: User,
    case: Case,
    version: int,
    kind: str,
    reasons: Reasons,
    note: str = "",
    seen: str = "",
) -> Proposal:
    """Propose a decision on the text to a second person. Raises as `propose_measure`."""
    case = case_at_version(actor, case, version)
    checked_ruling(actor, case, kind, reasons=reasons, seen=seen)
    if say_on_text(actor, case, kind) != Say.PROPOSE:
        raise InvalidDecisionError("Vous pouvez prendre cette décision vous-même.")
    return _proposed(actor, case, kind, reasons, note, seen=seen or _digest(case))


@transaction.atomic
def confirm_proposal(*, actor: User, proposal: Proposal) -> Decision:
    """Be the second person: the decision is taken as the first one wrote it, from now on.

    Again returns the same decision. Raises ModerationNotAllowed, InvalidDecisionError when it was
    declined or is not possible any more, StaleCaseError when the author changed the text since.
    """
    case = locked_case(actor, proposal.case)
    held = Proposal.objects.select_for_update(of=("self",)).select_related("case", "decision")
    proposal = held.get(pk=proposal.pk)
    if not can_confirm(actor, proposal):
        raise ModerationNotAllowed(NOT_YOURS)
    if proposal.decision is not None:
        return proposal.decision
    if proposal.closed_at is not None:
        raise InvalidDecisionError("Cette proposition a été écartée.")
    reasons = reasons_of_proposal(proposal)
    if proposal.sanction:
        ruling = _checked_measure(
            actor, case, proposal.sanction, proposal.hours, reasons, proposal.note
        )
        decision = _sanctioned(ruling)
    else:
        decision = enact(
            checked_ruling(
                actor,
                case,
                proposal.kind,
                reasons=reasons,
                seen=proposal.seen,
                note=proposal.note,
            )
        )
        notify.tell_of(decision)
    proposal.decision = decision
    proposal.closed_at = decision.decided_at
    proposal.save(update_fields=["decision", "closed_at"])
    alerts.tell_settled(proposal)
    return decision


@transaction.atomic
def decline_proposal(*, actor: User, proposal: Proposal, why: str = "") -> Proposal:
    """Set a proposal aside: its second person says no, and why, or the first one takes it back.
    Again changes nothing. The reason is told to the first one.

    Raises ModerationNotAllowed, InvalidDecisionError when it was confirmed, or without a reason.
    """
    case = locked_case(actor, proposal.case)
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if not can_confirm(actor, proposal) and proposal.proposed_by_id != actor.pk:
        raise ModerationNotAllowed(NOT_YOURS)
    if proposal.decision_id is not None:
        raise InvalidDecisionError("Cette proposition est déjà confirmée.")
    if proposal.closed_at is not None:
        return proposal
    mine = proposal.proposed_by_id == actor.pk
    if not mine:
        _check_why(why)
    proposal.closed_at = timezone.now()
    proposal.declined_by = actor
    proposal.save(update_fields=["closed_at", "declined_by"])
    case.version += 1
    case.save(update_fields=["version"])
    record(case, Act.DECLINE, actor=actor, detail=str(proposal))
    if not mine:
        alerts.tell_settled(proposal, why.strip())
    return proposal


@transaction.atomic
def lift_sanction(*, actor: User, sanction: Sanction, why: str) -> Decision:
    """End a measure before its time, and tell the person why. Again returns the same decision.

    Raises ModerationNotAllowed, InvalidDecisionError when it ended by itself, or without a reason.
    """
    case = locked_case(actor, sanction.decision.case)
    sanction = Sanction.objects.select_for_update(of=("self",)).get(pk=sanction.pk)
    if sanction.lifted_by is not None:
        return sanction.lifted_by
    if not can_lift(actor, case, sanction.kind, sanction.hours):
        raise ModerationNotAllowed(NOT_YOURS)
    now = timezone.now()
    if not sanction.stands_at(now):
        raise InvalidDecisionError("Cette mesure est déjà arrivée à son terme.")
    _check_why(why)
    moderated_type, content = locked_content(case)
    decision = enact(
        Ruling(
            case=case,
            kind=DecisionKind.LIFT,
            actor=actor,
            moderated_type=moderated_type,
            content=content,
            detail=why.strip(),
            undoes=sanction.decision,
            closes=False,
            at=now,
        )
    )
    touch_public_pages()
    if sanction.person is not None:
        sanction.person.forget()
        notify.tell_lifted(sanction, decision)
    return decision


def _sanctioned(ruling: Ruling) -> Decision:
    """The measure taken, and told; it holds for all the accounts of the mailbox, the case is seen
    to have moved, and nobody is sent any more to who may not answer."""
    case = ruling.case
    with together():
        decision = enact(ruling)
        touch_public_pages()
        case.version += 1
        case.save(update_fields=["version"])
        if case.author is not None:
            extend_to_other_accounts(case.author, ruling.at)
    if case.author is not None:
        case.author.forget()
    notify.tell_author(decision.statement)
    return decision


def _checked_measure(
    actor: User, case: Case, sanction: str, hours: int | None, reasons: Reasons, note: str
) -> Ruling:
    """The measure, once all is checked but the right to take it alone."""
    moderated_type, content = locked_content(case)
    if say_on_person(actor, case, sanction, hours) == Say.NO:
        raise ModerationNotAllowed(NOT_YOURS)
    require_read(actor, case)
    _check_length(sanction, hours)
    if case.author is None:
        message = "Ce compte n’existe plus : il n’y a personne envers qui prendre cette mesure."
        raise InvalidDecisionError(message)
    now = timezone.now()
    same = Sanction.objects.filter(person=case.author).standing(now).filter(kind=sanction)
    if sanction not in {SanctionKind.NOTICE, SanctionKind.WARNING} and same.exists():
        raise InvalidDecisionError("Cette mesure est déjà en cours envers cette personne.")
    reasons.check(moderated_type.text(content) if moderated_type and content else case.snapshot)
    return Ruling(
        case=case,
        kind=DecisionKind.SANCTION,
        actor=actor,
        moderated_type=moderated_type,
        content=content,
        reasons=reasons,
        note=note,
        sanction=sanction,
        ends_at=None if hours is None else ends_after(hours, now),
        closes=False,
        at=now,
    )


def _check_why(why: str) -> None:
    if len(why.strip()) < NUMBERS.why_min:
        raise InvalidDecisionError("Dites pourquoi, en une phrase.")
    if len(why.strip()) > CAUTION_MAX:
        message = f"Cette raison est trop longue : {CAUTION_MAX} caractères au plus."
        raise InvalidDecisionError(message)


def _check_length(sanction: str, hours: int | None) -> None:
    if sanction == SanctionKind.CLOSING:
        if hours is not None:
            raise InvalidDecisionError("La fermeture d’un compte n’a pas de fin.")
        return
    if hours is None or hours <= 0:
        raise InvalidDecisionError("La fin de cette mesure doit être à venir.")
    if hours > LONGEST_HOURS:
        raise InvalidDecisionError("Une mesure dure un an au plus.")


def _proposed(
    actor: User,
    case: Case,
    kind: str,
    reasons: Reasons,
    note: str,
    *,
    sanction: str = "",
    hours: int | None = None,
    seen: str = "",
) -> Proposal:
    moderated_type, content = locked_content(case)
    ruling = Ruling(
        case=case, kind=kind, actor=actor, moderated_type=moderated_type, content=content
    )
    try:
        with transaction.atomic():
            proposal = Proposal.objects.create(
                case=case,
                kind=kind,
                sanction=sanction,
                hours=hours,
                facts=reasons.facts,
                ground=reasons.ground,
                rule=reasons.rule,
                rule_code=reasons.code,
                rule_version=reasons.version,
                why=reasons.why,
                also_illegal=reasons.also_illegal,
                category=reasons.category,
                note=note,
                seen=seen,
                proposed_by=actor,
                proposed_at=timezone.now(),
                organisation=ruling.organisation,
            )
    except IntegrityError as error:
        message = "La même décision est déjà proposée : elle attend une deuxième personne."
        raise InvalidDecisionError(message) from error
    case.version += 1
    case.save(update_fields=["version"])
    record(case, Act.PROPOSE, actor=actor, detail=str(proposal))
    alerts.alert_second_people(proposal)
    return proposal


def reasons_of_proposal(proposal: Proposal) -> Reasons:
    """Why, as the first person wrote it."""
    return Reasons(
        facts=proposal.facts,
        ground=proposal.ground,
        rule=proposal.rule,
        code=proposal.rule_code,
        version=proposal.rule_version,
        why=proposal.why,
        also_illegal=proposal.also_illegal,
        category=proposal.category,
    )


def _digest(case: Case) -> str:
    moderated_type, content = locked_content(case)
    return text_digest(moderated_type.text(content)) if moderated_type and content else ""
