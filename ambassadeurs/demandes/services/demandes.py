"""Opening requests, and offering them again to somebody else."""

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete
from ambassadeurs.coproprietes.projects.services import complete_building, create_building
from ambassadeurs.coproprietes.services import lock_buildings
from ambassadeurs.reseaux.models import AddressTest, Reseau
from communaute.comptes.models import Organisation, User
from communaute.comptes.services import lock_accounts
from communaute.moderation.sanction_rules import shut_out

from .. import facts, starters
from ..contact_details import VERSION, again_wording, consent_wording, ticked_wording
from ..enums import ClosedBecause, Kind, State
from ..errors import ConsentMissing, NotContactable, UsedKey
from ..mails import notify
from ..models import Demande, Message
from ..potential import desk_columns
from ..recipients import next_best
from . import desk_acts, preconditions
from .preconditions import check_building, check_recipient, check_self, check_week, open_already

UNAVAILABLE = "Cet ambassadeur ne peut pas prendre de nouvelle demande en ce moment."


@transaction.atomic
def open_demande(
    *,
    actor: User,
    kind: str,
    purpose: str,
    copropriete: Copropriete,
    message: str,
    share: set[str],
    ambassadeur: Ambassadeur | None = None,
    organisation: Organisation | None = None,
    reseau: Reseau | None = None,
    consent: bool = False,
    for_members: bool = False,
    submission_key: uuid.UUID,
) -> Demande:
    """Send a request for one building to one recipient, with its first message.

    `share` are the keys of `facts.FACTS` left ticked; `for_members`: the others of the building may
    read the thread with an organisation. The same `submission_key` again returns what
    it opened. Of an operator, what is asked besides an open request is added to its thread.
    Raises a `DemandeError` (`errors.py`).
    """
    sent_before = _sent_before(actor, submission_key, ambassadeur, message)
    if sent_before is not None:
        return sent_before
    preconditions.check_may_ask(actor, ambassadeur)
    check_recipient(kind, purpose, ambassadeur, organisation)
    check_building(actor, copropriete)
    check_self(actor, copropriete, ambassadeur, organisation)
    if organisation is not None:
        # Two members at once: the second waits, and finds the request of the first.
        lock_buildings(copropriete.pk)
    existing = open_already(
        actor, copropriete, purpose, ambassadeur=ambassadeur, organisation=organisation
    )
    if existing is None:
        check_week(actor)
    if kind == Kind.EXPLOITANT and not consent:
        raise ConsentMissing
    now = timezone.now()
    if ambassadeur is not None and not preconditions.reserve(ambassadeur, now):
        raise NotContactable(UNAVAILABLE)
    network = reseau or (ambassadeur.copropriete.reseau if ambassadeur else None)
    sent = facts.chosen(kind, copropriete, actor, share)
    if existing is not None:
        desk_acts.drop_held_end(existing)
        if for_members and existing.shared_with_members_at is None:
            existing.shared_with_members_at = now
        _agree(existing, network or existing.reseau, now, sent)
        return _add_purpose(existing, purpose, message, sent, submission_key, now)
    demande = Demande(
        kind=kind,
        purpose=purpose,
        requester=actor,
        copropriete=copropriete,
        ambassadeur=ambassadeur,
        organisation=organisation,
        reseau=network or copropriete.nearest_reseau,
        commune=copropriete.commune,
        departement=copropriete.commune.departement,
        sent=sent,
        **desk_columns(sent, copropriete.commune),
        submission_key=submission_key,
        shared_with_members_at=now if for_members and organisation is not None else None,
        created_at=now,
        last_act_at=now,
    )
    _agree(demande, network, now, sent)
    try:
        with transaction.atomic():
            demande.save()
    except IntegrityError as error:
        # A double click was seen above: this is the key of somebody else.
        raise UsedKey from error
    first = Message.objects.create(demande=demande, author=actor, from_requester=True, body=message)
    notify.announce_request(demande, first)
    return demande


@transaction.atomic
def open_demande_for_new_building(
    *, actor: User, building: dict[str, Any], submission_key: uuid.UUID, **request: Any
) -> Demande:
    """Record the person's building (arguments of `create_building`), then send its request.

    `request` as for `open_demande`; raises as both do. Nothing is recorded when it is refused.
    """
    sent_before = _sent_before(
        actor, submission_key, request.get("ambassadeur"), request["message"]
    )
    if sent_before is not None:
        return sent_before
    copropriete = create_building(actor=actor, **building)
    return open_demande(
        actor=actor, copropriete=copropriete, submission_key=submission_key, **request
    )


@transaction.atomic
def open_demande_and_complete_building(
    *,
    actor: User,
    copropriete: Copropriete,
    address: str,
    address_test: AddressTest | None,
    submission_key: uuid.UUID,
    **request: Any,
) -> Demande:
    """Add to the person's building what it lacked (`complete_building`), then send its demande.

    `request` as for `open_demande`; raises as both do. Nothing is recorded when it is refused.
    """
    sent_before = _sent_before(
        actor, submission_key, request.get("ambassadeur"), request["message"]
    )
    if sent_before is not None:
        return sent_before
    check_building(actor, copropriete)
    complete_building(
        actor=actor, copropriete=copropriete, address=address, address_test=address_test
    )
    fresh = Copropriete.objects.select_related("commune", "nearest_reseau").get(pk=copropriete.pk)
    return open_demande(actor=actor, copropriete=fresh, submission_key=submission_key, **request)


@transaction.atomic
def reoffer(
    demande: Demande,
    now: datetime | None = None,
    because: str = ClosedBecause.REOFFERED,
) -> Demande | None:
    """Close a request that its ambassador did not answer, and offer it to the next best.

    Returns the new request; None when nobody may take it or moderation hid all that the person
    wrote (they are told, and sent to the directory), or when it was closed or answered meanwhile.
    """
    now = now or timezone.now()
    demande = Demande.objects.select_for_update().get(pk=demande.pk)
    if demande.kind != Kind.AMBASSADEUR or demande.state == State.CLOSED:
        return None
    if because == ClosedBecause.REOFFERED and demande.state != State.WAITING:
        return None
    end(demande, now, because=because)
    demande.save()
    if demande.requester is None or not demande.requester.is_active:
        return None
    # What moderation hid is for nobody.
    original = demande.messages.filter(from_requester=True, hidden_at__isnull=True).first()
    found = _next_taker(demande, now) if original else None
    renewed = _offered_again(demande, found, original, now) if found and original else None
    notify.announce_reoffer(demande, renewed, has_text=original is not None)
    return renewed


def orphans(now: datetime) -> list[int]:
    """Open requests (pks) whose ambassador left: mandate ended or account closed."""
    known = Ambassadeur.objects.public(now).exclude(user__in=shut_out(now)).values("pk")
    rows = Demande.objects.open().filter(kind=Kind.AMBASSADEUR)
    rows = rows.exclude(ambassadeur__in=known).order_by("created_at", "pk")
    return list(rows.values_list("pk", flat=True))


def end(demande: Demande, now: datetime, *, because: str) -> None:
    """Close a request that is open, and give back its place at the ambassador's; not saved.

    To call under the lock of its row. One that is closed keeps its reason and its date.
    """
    if demande.state == State.CLOSED:
        return
    if demande.ambassadeur_id:
        preconditions.release(demande.ambassadeur_id)
    demande.state = State.CLOSED
    demande.closed_at = demande.last_act_at = now
    demande.closed_because = because
    demande.follow_up_on = demande.follow_up_told_at = None


def _sent_before(
    actor: User, submission_key: uuid.UUID, ambassadeur: Ambassadeur | None, text: str
) -> Demande | None:
    """What this key opened already, with this text: raises UsedKey when it was another. Holds the
    person's row, one request at a time for each, and that of the ambassador they write to."""
    lock_accounts(actor.pk, ambassadeur.user_id if ambassadeur else None)
    mine = Demande.objects.filter(requester=actor)
    opened = (
        mine.filter(submission_key=submission_key).first()
        or mine.filter(messages__submission_key=submission_key).first()
    )
    if opened is not None and not opened.messages.filter(author=actor, body=text).exists():
        raise UsedKey
    return opened


def _agree(demande: Demande, reseau: Reseau | None, now: datetime, ticked: dict[str, Any]) -> None:
    """Keep the consent given to an operator, word for word; not saved.

    One given before in this thread keeps its wording, version and date: the new one follows, with
    what was `ticked` this time.
    """
    if demande.kind != Kind.EXPLOITANT or demande.organisation is None:
        return
    wording = consent_wording(demande.organisation, reseau)
    if demande.consent_at is not None:
        demande.consent_text += again_wording(wording, now) + ticked_wording(demande.sent, ticked)
        return
    demande.consent_text = wording
    demande.consent_version = VERSION
    demande.consent_at = now


def _add_purpose(
    demande: Demande,
    purpose: str,
    text: str,
    sent: dict[str, Any],
    submission_key: uuid.UUID,
    now: datetime,
) -> Demande:
    """Ask for something more in an open thread; what was sent before stays sent, and is not told
    again.

    To call under the lock of its row.
    """
    demande.added_purpose = purpose
    demande.sent = facts.added(demande.sent, sent)
    for name, value in desk_columns(demande.sent, demande.commune).items():
        setattr(demande, name, value)
    demande.last_act_at = now
    demande.save()
    try:
        with transaction.atomic():
            message = Message.objects.create(
                demande=demande,
                author=demande.requester,
                from_requester=True,
                body=text,
                submission_key=submission_key,
            )
    except IntegrityError as error:
        raise UsedKey from error
    notify.announce_added(demande, message, sent)
    return demande


def _next_taker(demande: Demande, now: datetime) -> Ambassadeur | None:
    """The best ambassador not tried yet for this request, with a place just taken for it."""
    tried: set[int] = set()
    step: Demande | None = demande
    while step is not None:
        tried |= {step.ambassadeur_id} if step.ambassadeur_id else set()
        step = step.reoffered_from
    for match in next_best(
        user=demande.requester,
        building=demande.copropriete,
        reseau=demande.reseau,
        purpose=demande.purpose,
        tried=tried,
        commune=demande.commune,
    ):
        if preconditions.reserve(match.ambassadeur, now):
            return match.ambassadeur
    return None


def _offered_again(
    demande: Demande, ambassadeur: Ambassadeur, original: Message, now: datetime
) -> Demande:
    """The same request, text, its day and facts included, to another ambassador, greeted by their
    name."""
    former = demande.ambassadeur.first_name if demande.ambassadeur else ""
    renewed = Demande.objects.create(
        kind=demande.kind,
        purpose=demande.purpose,
        requester=demande.requester,
        copropriete=demande.copropriete,
        ambassadeur=ambassadeur,
        reseau=ambassadeur.copropriete.reseau,
        commune=demande.commune,
        departement=demande.departement,
        reoffered_from=demande,
        sent=demande.sent,
        **desk_columns(demande.sent, demande.commune),
        created_at=now,
        last_act_at=now,
    )
    first = Message.objects.create(
        demande=renewed,
        author=demande.requester,
        from_requester=True,
        body=starters.greet_anew(original.body, former=former, name=ambassadeur.first_name),
    )
    # `auto_now_add` wrote the clock of the machine.
    first.sent_at = original.sent_at
    first.save(update_fields=["sent_at"])
    notify.announce_request(renewed, first)
    return renewed
