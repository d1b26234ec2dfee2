"""Talking inside a mise en relation: messages, contact details, closing, thanks."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from .. import announcements
from ..enums import ClosedBecause, State
from ..errors import NotAllowed, NotContactable, ThreadClosed, UsedKey
from ..models import Attachment, Message, MiseEnRelation
from ..perms import (
    can_keep_contact,
    can_reopen,
    can_withdraw_consent,
    can_write_thread,
    has_both_sides,
    is_party,
    is_requester,
)
from . import capacity
from .answers import record_first_answer
from .requests import end

if TYPE_CHECKING:
    from ambassadeurs.coproprietes.uploads import CheckedFile
    from communaute.comptes.models import User

NOT_YOURS = "Cet échange n’est pas le vôtre."


@transaction.atomic
def post_message(
    *,
    actor: User,
    mise: MiseEnRelation,
    body: str,
    files: Sequence[CheckedFile] = (),
    submission_key: uuid.UUID,
) -> Message:
    """Write in the thread; the same `submission_key` again returns what it wrote.

    The first message of the recipient answers the request: clocks stop, the ambassador's
    response time is measured. Raises NotAllowed, ThreadClosed or UsedKey.
    """
    mise = _locked(mise)
    if not is_party(actor, mise):
        raise NotAllowed(NOT_YOURS)
    written = mise.messages.filter(submission_key=submission_key, author=actor).first()
    if written is not None:
        return written
    if not can_write_thread(actor, mise):
        raise ThreadClosed
    from_requester = is_requester(actor, mise)
    try:
        with transaction.atomic():
            message = Message.objects.create(
                mise_en_relation=mise,
                author=actor,
                from_requester=from_requester,
                body=body,
                submission_key=submission_key,
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
    if not from_requester and mise.first_answer_at is None:
        record_first_answer(mise, now)
    mise.last_act_at = now
    mise.save()
    announcements.announce_message(mise, message)
    return message


@transaction.atomic
def share_contact(*, actor: User, mise: MiseEnRelation) -> MiseEnRelation:
    """Accept that the other side sees one's address; shown once both accept. Again: no change."""
    mise = _open_for(actor, mise)
    by_requester = is_requester(actor, mise)
    name = _agreement(by_requester=by_requester)
    if getattr(mise, name):
        return mise
    setattr(mise, name, True)
    mise.last_act_at = timezone.now()
    mise.save()
    announcements.announce_shared(mise, by_requester=by_requester)
    return mise


@transaction.atomic
def keep_contact(*, actor: User, mise: MiseEnRelation) -> MiseEnRelation:
    """Take the agreement of `share_contact` back, while nothing was shown. Again: no change.

    Raises NotAllowed, also once the other side has the address.
    """
    mise = _locked(mise)
    if not is_party(actor, mise):
        raise NotAllowed(NOT_YOURS)
    if not can_keep_contact(actor, mise):
        message = "Vos coordonnées sont déjà données : l’autre personne a pu les noter."
        raise NotAllowed(message)
    name = _agreement(by_requester=is_requester(actor, mise))
    if getattr(mise, name):
        setattr(mise, name, False)
        mise.save(update_fields=[name])
    return mise


def _agreement(*, by_requester: bool) -> str:
    return "requester_shares_contact" if by_requester else "recipient_shares_contact"


@transaction.atomic
def close(*, actor: User, mise: MiseEnRelation) -> MiseEnRelation:
    """End the exchange, by either side; gives the ambassador a place back. Again: no change.

    The person who asked an operator thereby withdraws their consent, even when it was the operator
    that closed.
    """
    mise = _locked(mise)
    if not is_party(actor, mise):
        raise NotAllowed(NOT_YOURS)
    withdraws = can_withdraw_consent(actor, mise)
    if mise.state == State.CLOSED and not withdraws:
        return mise
    by_requester, now = is_requester(actor, mise), timezone.now()
    end(mise, now, because=ClosedBecause.REQUESTER if by_requester else ClosedBecause.RECIPIENT)
    if withdraws:
        mise.consent_withdrawn_at = mise.last_act_at = now
    mise.save()
    announcements.announce_closed(mise, by_requester=by_requester)
    return mise


@transaction.atomic
def reopen(*, actor: User, mise: MiseEnRelation) -> MiseEnRelation:
    """Start again, by the person who asked; the consent they had withdrawn is given again.

    Without answer yet, the clock starts again too. Raises NotAllowed, or NotContactable when the
    ambassador cannot take it.
    """
    mise = _locked(mise)
    if mise.state != State.CLOSED and is_requester(actor, mise):
        return mise
    if not can_reopen(actor, mise):
        message = "Seule la personne qui a fait la demande peut la rouvrir."
        raise NotAllowed(message)
    now, is_answered = timezone.now(), mise.first_answer_at is not None
    if mise.ambassadeur is not None and not capacity.take_back(
        mise.ambassadeur, is_answered=is_answered
    ):
        message = (
            "Cet ambassadeur ne peut pas reprendre cet échange en ce moment. "
            "Réessayez plus tard, ou écrivez à une autre copropriété."
        )
        raise NotContactable(message)
    mise.state = State.ANSWERED if is_answered else State.WAITING
    mise.closed_at = None
    mise.closed_because = ""
    mise.last_act_at = now
    if not is_answered:
        mise.reopened_at = now
        mise.clock.all().delete()
    if mise.consent_withdrawn_at is not None:
        mise.consent_at, mise.consent_withdrawn_at = now, None
    mise.save()
    announcements.announce_reopened(mise)
    return mise


@transaction.atomic
def thank(*, actor: User, mise: MiseEnRelation) -> MiseEnRelation:
    """Say thanks, once, by the person who asked and got an answer."""
    mise = _locked(mise)
    if not is_requester(actor, mise) or mise.first_answer_at is None:
        message = "Attendez une réponse pour remercier."
        raise NotAllowed(message)
    if mise.thanked_at is None:
        mise.thanked_at = timezone.now()
        mise.save()
        announcements.announce_thanks(mise)
    return mise


def _locked(mise: MiseEnRelation) -> MiseEnRelation:
    """The request as it is now, locked, with both its sides."""
    MiseEnRelation.objects.select_for_update().get(pk=mise.pk)
    return MiseEnRelation.objects.for_list().get(pk=mise.pk)


def _open_for(actor: User, mise: MiseEnRelation) -> MiseEnRelation:
    mise = _locked(mise)
    if not is_party(actor, mise):
        raise NotAllowed(NOT_YOURS)
    if mise.state == State.CLOSED or not has_both_sides(mise):
        raise ThreadClosed
    return mise
