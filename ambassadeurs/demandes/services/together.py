"""Requests for several buildings, sent together to one organisation under one consent."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.coproprietes.services import lock_buildings
from communaute.comptes.models import Organisation, User
from communaute.comptes.services import lock_accounts
from socle.calendar import date_format

from .. import facts
from ..contact_details import VERSION, consent_together
from ..enums import ClosedBecause, Kind, State
from ..errors import AskedByColleague, ConsentMissing, DuplicateDemande, UsedKey
from ..mails import notify
from ..models import Demande, Message
from ..perms import can_withdraw_consent
from ..potential import desk_columns
from ..querysets import DemandeQuerySet
from . import desk_acts, preconditions
from .demandes import end
from .preconditions import check_building, check_recipient, check_self, check_week, open_already


@transaction.atomic
def open_together(
    *,
    actor: User,
    kind: str,
    purpose: str,
    coproprietes: Sequence[Copropriete],
    organisation: Organisation,
    sender: str,
    message: str,
    share: set[str],
    consent: bool,
    submission_key: uuid.UUID,
    colleagues: Collection[int] = (),
) -> list[Demande]:
    """Send one message for several buildings, managed for `sender`, to an operator or an agency.

    Each building is a request of its own, with its thread and its clock; together they are one of
    the requests of the week. The same `submission_key` again returns what it opened. All or
    nothing: raises a `DemandeError`, DuplicateDemande when one of them is already asked,
    AskedByColleague when one of `colleagues` (accounts) did: two who ask at once wait in turn.
    """
    lock_accounts(actor.pk)
    lock_buildings(*(one.pk for one in coproprietes))
    if opened := list(Demande.objects.filter(requester=actor, batch=submission_key)):
        if not opened[0].messages.filter(author=actor, body=message).exists():
            raise UsedKey
        return opened
    preconditions.check_may_ask(actor, None)
    check_recipient(kind, purpose, None, organisation)
    check_week(actor)
    if kind == Kind.EXPLOITANT and not consent:
        raise ConsentMissing
    for one in coproprietes:
        check_building(actor, one)
        check_self(actor, one, None, organisation)
        theirs = asked_by(colleagues, organisation).filter(copropriete=one).first()
        if theirs is not None:
            name = theirs.requester.public_name if theirs.requester else "Quelqu’un"
            day = date_format(timezone.localtime(theirs.created_at), "j F")
            raise AskedByColleague(
                f"Votre collègue {name} a déjà écrit à {organisation} pour « {one.name} », "
                f"le {day}. Rien n’est parti."
            )
        known = open_already(actor, one, purpose, ambassadeur=None, organisation=organisation)
        if known is not None:
            raise DuplicateDemande(known)
    agreed = consent_together(organisation, [one.name for one in coproprietes])
    now = timezone.now()
    found = [
        _demande(actor, kind, purpose, one, organisation, share, agreed, submission_key, now)
        for one in coproprietes
    ]
    try:
        with transaction.atomic():
            Demande.objects.bulk_create(found)
    except IntegrityError as error:
        raise UsedKey from error
    messages = Message.objects.bulk_create(
        Message(demande=one, author=actor, from_requester=True, body=message) for one in found
    )
    notify.announce_together(found, messages[0], sender=sender)
    return found


def asked_by(people: Collection[int], organisation: Organisation) -> DemandeQuerySet:
    """What these people (accounts) ask of this organisation now."""
    rows = Demande.objects.still_asked().filter(requester__in=people, organisation=organisation)
    return rows.select_related("requester", "organisation", "copropriete")


@transaction.atomic
def withdraw_together(*, actor: User, batch: uuid.UUID) -> int:
    """End all that `open_together` opened, by who asked, who thereby withdraws their consent;
    returns how many ended. Whoever answers is told once for all; what they may still take back is
    told at once. Again changes nothing.
    """
    lock_accounts(actor.pk)
    mine = Demande.objects.filter(requester=actor, batch=batch)
    list(mine.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    ended, now = [], timezone.now()
    for demande in mine.for_list().order_by("pk"):
        desk_acts.tell_held(demande)
        withdraws = can_withdraw_consent(actor, demande)
        if demande.state == State.CLOSED and not withdraws:
            continue
        end(demande, now, because=ClosedBecause.REQUESTER)
        if withdraws:
            demande.consent_withdrawn_at = demande.last_act_at = now
        demande.save()
        ended.append(demande)
    if ended:
        notify.announce_closed_together(ended)
    return len(ended)


def _demande(
    actor: User,
    kind: str,
    purpose: str,
    copropriete: Copropriete,
    organisation: Organisation,
    share: set[str],
    agreed: str,
    batch: uuid.UUID,
    now: datetime,
) -> Demande:
    sent = facts.chosen(kind, copropriete, actor, share)
    consented = {"consent_text": agreed, "consent_version": VERSION, "consent_at": now}
    return Demande(
        kind=kind,
        purpose=purpose,
        requester=actor,
        copropriete=copropriete,
        organisation=organisation,
        reseau=copropriete.nearest_reseau,
        commune=copropriete.commune,
        departement=copropriete.commune.departement,
        sent=sent,
        **desk_columns(sent, copropriete.commune),
        **(consented if kind == Kind.EXPLOITANT else {}),
        batch=batch,
        submission_key=uuid.uuid5(batch, str(copropriete.pk)),
        created_at=now,
        last_act_at=now,
    )
