"""Talking inside a mise en relation: messages, contact details, closing, thanks."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.coproprietes.services import lock_buildings
from communaute.comptes.models import User
from communaute.comptes.services import lock_accounts
from socle.medians import median
from socle.public_pages import touch_public_pages
from socle.uploads import CheckedFile

from ..contact_details import again_wording, consent_to_reopen, withdrawn_wording
from ..enums import ActKind, ClosedBecause, DeskStatus, Kind, State
from ..errors import NotAllowed, NotContactable, ThreadClosed, UsedKey
from ..mails import notify
from ..models import Attachment, Demande, DeskAct, Message, StatusEvent
from ..perms import (
    answers_for_organisation,
    can_keep_contact,
    can_reopen,
    can_withdraw_consent,
    can_write_thread,
    has_both_sides,
    is_party,
    is_requester,
    opens_again,
    other_person,
)
from ..querysets import CLOCK_FROM
from . import desk_acts, preconditions
from .demandes import end, reoffer
from .preconditions import check_may_message, check_not_blocked

NOT_YOURS = "Cet échange n’est pas le vôtre."


@transaction.atomic
def post_message(
    *,
    actor: User,
    demande: Demande,
    body: str,
    files: Sequence[CheckedFile] = (),
    submission_key: uuid.UUID,
    version: int | None = None,
) -> Message:
    """Write in the thread; the same `submission_key` again returns what it wrote.

    The first message of the recipient answers the request: clocks stop, the ambassador's
    response time is measured. Who answers for an organisation takes the demande (`take_up`), from
    the page of this `version` of it, and may take the answer back for some minutes (`desk_acts`).
    Raises NotAllowed, NoLongerReceived, BlockedByMyself, ThreadClosed, UsedKey or ActedMeanwhile.
    """
    demande = _locked(demande, actor)
    if not is_party(actor, demande):
        raise NotAllowed(NOT_YOURS)
    written = written_before(actor, demande, submission_key, body)
    if written is not None:
        return written
    if is_requester(actor, demande):
        desk_acts.drop_held_end(demande)
    if answers_for_organisation(actor, demande):
        act = desk_acts.begin_act(demande, actor, version, kind=ActKind.ANSWER)
        message = write(actor, demande, body, files, submission_key, act)
        desk_acts.finish(act)
        return message
    return write(actor, demande, body, files, submission_key)


def written_before(
    actor: User, demande: Demande, submission_key: uuid.UUID, body: str
) -> Message | None:
    """What this very form wrote already. Raises UsedKey when it was something else, ThreadClosed
    when nothing is written any more."""
    written = demande.messages.filter(submission_key=submission_key, author=actor).first()
    if written is not None and written.body != body:
        _check_open(actor, demande)
        raise UsedKey
    return written


def _check_open(actor: User, demande: Demande) -> None:
    if not can_write_thread(actor, demande):
        mine = is_requester(actor, demande)
        anew = Demande.objects.asked_anew(demande)
        may_reopen = can_reopen(actor, demande) and not anew.exists()
        raise ThreadClosed(may_reopen=may_reopen, is_mine=mine)


def write(
    actor: User,
    demande: Demande,
    body: str,
    files: Sequence[CheckedFile],
    submission_key: uuid.UUID,
    act: DeskAct | None = None,
    *,
    status: str = "",
) -> Message:
    """Write in a thread that is held; part of an `act` when one answers for an organisation, which
    may move it to a `status` (in words, for the mail). What never opens again is said so first."""
    if not is_requester(actor, demande) or opens_again(actor, demande):
        check_not_blocked(actor.pk, other_person(actor, demande))
    _check_open(actor, demande)
    check_may_message(actor)
    from_requester = is_requester(actor, demande)
    if not from_requester:
        # First: what an act wrote down is told from what comes after by the hour of its message.
        take_up(demande, actor)
    try:
        with transaction.atomic():
            message = Message.objects.create(
                demande=demande,
                author=actor,
                from_requester=from_requester,
                body=body,
                submission_key=submission_key,
                shown_from=act.until if act else None,
            )
    except IntegrityError as error:
        raise UsedKey from error
    for file in files:
        Attachment.objects.create(
            message=message,
            file=file.as_content(uuid.uuid4().hex),
            name=file.name,
            content_type=file.content_type,
            size=len(file.data),
        )
    now = timezone.now()
    if not from_requester and demande.first_answer_at is None:
        record_first_answer(demande, now)
    demande.last_act_at = now
    demande.save()
    key = notify.announce_message(demande, message, status=status)
    if act is not None:
        act.message = message
        act.keys.append(key)
    return message


@transaction.atomic
def share_contact(*, actor: User, demande: Demande) -> Demande:
    """Accept that the other side sees one's address; shown once both accept. Again: no change."""
    demande = _open_for(actor, demande)
    by_requester = is_requester(actor, demande)
    name = _agreement(by_requester=by_requester)
    if getattr(demande, name):
        return demande
    setattr(demande, name, True)
    demande.last_act_at = timezone.now()
    demande.save()
    notify.announce_shared(demande, by_requester=by_requester)
    return demande


@transaction.atomic
def keep_contact(*, actor: User, demande: Demande) -> Demande:
    """Take the agreement of `share_contact` back, while nothing was shown. Again: no change.

    Raises NotAllowed, also once the other side has the address.
    """
    demande = _locked(demande, actor)
    if not is_party(actor, demande):
        raise NotAllowed(NOT_YOURS)
    if not can_keep_contact(actor, demande):
        raise NotAllowed("Vos coordonnées sont déjà données : l’autre personne a pu les noter.")
    name = _agreement(by_requester=is_requester(actor, demande))
    if getattr(demande, name):
        setattr(demande, name, False)
        demande.save(update_fields=[name])
        notify.take_shared_back(demande, by_requester=is_requester(actor, demande))
    return demande


def _agreement(*, by_requester: bool) -> str:
    return "requester_shares_contact" if by_requester else "recipient_shares_contact"


@transaction.atomic
def close(*, actor: User, demande: Demande, version: int | None = None) -> Demande:
    """End the exchange, by either side; gives the ambassador a place back. Again: no change.

    An ambassador who closes without having answered is not free: it is offered to somebody else.

    The person who asked an operator thereby withdraws their consent, even when it was the operator
    that closed; what the organisation did and may still take back is told at once. `version` as
    for `post_message`. Raises NotAllowed, ActedMeanwhile.
    """
    demande = _locked(demande, actor)
    if not is_party(actor, demande):
        raise NotAllowed(NOT_YOURS)
    if is_requester(actor, demande):
        desk_acts.tell_held(demande)
    withdraws = can_withdraw_consent(actor, demande)
    if demande.state == State.CLOSED and not withdraws:
        return demande
    if answers_for_organisation(actor, demande):
        act = desk_acts.begin_act(demande, actor, version, kind=ActKind.CLOSE)
        end_for_organisation(act)
        return desk_acts.finish(act).demande
    by_requester, now = is_requester(actor, demande), timezone.now()
    if demande.is_unanswered and not by_requester:
        reoffer(demande, now)
        demande.refresh_from_db()
        return demande
    end(demande, now, because=ClosedBecause.REQUESTER if by_requester else ClosedBecause.RECIPIENT)
    if withdraws:
        demande.consent_withdrawn_at = demande.last_act_at = now
    demande.save()
    notify.announce_closed(demande, by_requester=by_requester)
    return demande


def end_for_organisation(act: DeskAct) -> None:
    """The end of the exchange, as a part of what the organisation does; not saved."""
    demande = act.demande
    end(demande, timezone.now(), because=ClosedBecause.RECIPIENT)
    act.keys.append(notify.announce_closed(demande, by_requester=False, not_before=act.until))


@transaction.atomic
def reopen(*, actor: User, demande: Demande) -> Demande:
    """Start again, by the person who asked; the consent they had withdrawn is given again, in
    today's words: the first one, its date and the day it was withdrawn stay as they were told.

    Without answer yet, the clock starts again too. Raises NotAllowed, ThreadClosed,
    MessagesSuspended, NoLongerReceived, BlockedByMyself, DuplicateDemande when another one of
    theirs is open, or NotContactable when the ambassador cannot take it.
    """
    demande = _locked(demande, actor, with_building=True)
    if not is_requester(actor, demande):
        raise NotAllowed("Seule la personne qui a fait la demande peut la rouvrir.")
    desk_acts.drop_held_end(demande)
    if demande.state != State.CLOSED:
        return demande
    if not opens_again(actor, demande):
        raise ThreadClosed(is_mine=True)
    check_may_message(actor)
    check_not_blocked(actor.pk, other_person(actor, demande))
    preconditions.check_not_asked_anew(actor, demande)
    now, is_answered = timezone.now(), demande.first_answer_at is not None
    if demande.ambassadeur is not None and not preconditions.take_back(
        demande.ambassadeur, is_answered=is_answered
    ):
        raise NotContactable(
            "Cet ambassadeur ne peut pas reprendre cet échange en ce moment. "
            "Réessayez plus tard, ou écrivez à une autre copropriété."
        )
    # Moved on at an operator's desk without a word: nobody waits for an answer.
    is_taken = is_answered or demande.desk_status != DeskStatus.A_TRAITER
    demande.state = State.ANSWERED if is_taken else State.WAITING
    demande.closed_at = None
    demande.closed_because = ""
    demande.last_act_at = now
    if not is_taken:
        demande.reopened_at = now
        demande.clock.all().delete()
    _agree_again(demande, now)
    demande.save()
    notify.announce_reopened(demande)
    return demande


def _agree_again(demande: Demande, now: datetime) -> None:
    if demande.consent_withdrawn_at is None or demande.organisation is None:
        return
    demande.consent_text += withdrawn_wording(demande.consent_withdrawn_at)
    demande.consent_text += again_wording(
        consent_to_reopen(demande.organisation, demande.reseau), now
    )
    demande.consent_withdrawn_at = None


@transaction.atomic
def thank(*, actor: User, demande: Demande) -> Demande:
    """Say thanks, once, by the person who asked and got an answer."""
    demande = _locked(demande, actor)
    if not is_requester(actor, demande) or demande.first_answer_at is None:
        raise NotAllowed("Attendez une réponse pour remercier.")
    check_not_blocked(actor.pk, other_person(actor, demande))
    if demande.thanked_at is None:
        demande.thanked_at = timezone.now()
        demande.save()
        notify.announce_thanks(demande)
    return demande


def _locked(demande: Demande, actor: User, *, with_building: bool = False) -> Demande:
    """The request as it is now, locked after the accounts of those who read it."""
    lock_accounts(actor.pk, demande.requester_id, _host_of(demande))
    if with_building:
        lock_buildings(demande.copropriete_id)
    Demande.objects.select_for_update().get(pk=demande.pk)
    return Demande.objects.for_list().get(pk=demande.pk)


def _host_of(demande: Demande) -> int | None:
    if demande.ambassadeur_id is None:
        return None
    hosts = Ambassadeur.objects.filter(pk=demande.ambassadeur_id)
    return hosts.values_list("user_id", flat=True).first()


def _open_for(actor: User, demande: Demande) -> Demande:
    demande = _locked(demande, actor)
    if not is_party(actor, demande):
        raise NotAllowed(NOT_YOURS)
    if is_requester(actor, demande):
        desk_acts.drop_held_end(demande)
    if demande.state == State.CLOSED or not has_both_sides(demande):
        raise ThreadClosed
    return demande


# The first answer of a request: a message of its recipient, or a date for the visit asked; never a
# mere change of status.


ANSWERS_MEASURED = 50


def record_first_answer(demande: Demande, now: datetime) -> None:
    """Stop the clocks of a request, and measure the ambassador's response time; not saved.

    To call once, under the lock of its row.
    """
    demande.first_answer_at = now
    demande.state = State.ANSWERED
    if demande.ambassadeur_id is None:
        return
    answered = Demande.objects.filter(
        ambassadeur=demande.ambassadeur_id, first_answer_at__isnull=False
    ).exclude(pk=demande.pk)
    times = answered.order_by("-first_answer_at").values_list(CLOCK_FROM, "first_answer_at")
    hours = [
        (end - start).total_seconds() / 3600
        for start, end in [*times[: ANSWERS_MEASURED - 1], (demande.clock_from, now)]
        if end is not None
    ]
    host = Ambassadeur.objects.select_for_update().get(pk=demande.ambassadeur_id)
    said = host.usual_days
    host.unanswered_in_a_row = 0
    host.answered_count += 1
    host.median_answer_hours = max(0, round(median(hours)))
    host.save(update_fields=["unanswered_in_a_row", "answered_count", "median_answer_hours"])
    if host.usual_days != said:
        touch_public_pages()


def take_up(demande: Demande, actor: User) -> None:
    """Whoever answers for an organisation follows the demande, unless a colleague already does;
    at an operator's, it is no longer « À traiter »; both can be changed back. The day to come back
    to it is gone. Not saved.

    To call under the lock of its row. The person reads the answer: nothing else is told.
    """
    if demande.organisation_id is None:
        return
    demande.follow_up_on = demande.follow_up_told_at = None
    if demande.assigned_to_id is None:
        demande.assigned_to = actor
    if demande.kind == Kind.EXPLOITANT and demande.desk_status == DeskStatus.A_TRAITER:
        StatusEvent.objects.create(
            demande=demande,
            actor=actor,
            from_status=demande.desk_status,
            to_status=DeskStatus.RECONTACTE,
        )
        demande.desk_status = DeskStatus.RECONTACTE


def answer_with_a_date(demande: Demande, now: datetime) -> None:
    """A visit is proposed to who asked for one: that answers a request that still waits."""
    if demande.first_answer_at is not None:
        return
    record_first_answer(demande, now)
    demande.last_act_at = now
    demande.save()
