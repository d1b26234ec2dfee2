"""Writing: the mandate of an ambassador, from the application to its end."""

import uuid
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from communaute.comptes.models import User
from communaute.moderation.sanction_rules import why_not_write
from socle.calendar import end_of_day, months_after
from socle.public_pages import touch_public_pages
from socle.uploads import CheckedFile, private_storage

from ..enums import AmbassadeurStatus
from ..errors import CoproprieteNotAllowed, MandateClosed, MandateOpen, ReasonMissing
from ..fiche_pages import open_fiche
from ..models import Ambassadeur, Copropriete
from ..numbers import NUMBERS
from ..perms import can_verify, tell_person
from ..search import index_building
from ..services import lock_buildings, refresh_cell
from . import claims, steps

CAPACITY = ("takes_visits", "max_open", "max_per_month", "max_visits_per_month", "max_visitors")
# What a new application or a new decision starts again from.
_DATES_OF_A_DECISION = (
    "verified_at",
    "expires_at",
    "decided_at",
    "withdrawn_at",
    "paused_until",
    "proof_erased_at",
    "renewal_told_at",
    "renewal_asked_at",
    "expiry_told_at",
)
MEANWHILE = "un collègue vient de décider, ou la personne s’est retirée"
_ENDED = (AmbassadeurStatus.REFUSED, AmbassadeurStatus.WITHDRAWN)
_NO_CLAIM: dict[str, Any] = {"claimed_reseau": None, "claimed_facts": {}}


@transaction.atomic
def apply_for_mandate(
    *,
    actor: User,
    copropriete: Copropriete,
    first_name: str,
    role: str,
    council_agreed_on: date,
    consent_version: str,
    proof: CheckedFile,
    capacity: dict[str, Any],
    claim: dict[str, Any] | None = None,
) -> Ambassadeur:
    """Ask to speak for a connected copropriété; refused, withdrawn or expired, one asks again.

    `capacity` has the keys of `CAPACITY`; `claim` says how a project was connected (`claims`).
    Raises MandateOpen when there is one already, CoproprieteNotAllowed when too many wait or when a
    measure or the rules forbid to write, MandateClosed when the building is not connected and
    nothing claims it, ValidationError.
    """
    if not copropriete.is_connected and not claim:
        raise MandateClosed("Cette copropriété n’est pas encore raccordée.")
    if reason := why_not_write(actor):
        raise CoproprieteNotAllowed(reason)
    mine = Ambassadeur.objects.select_for_update().filter(user=actor)
    mandate = mine.filter(copropriete=copropriete).first()
    if mandate is not None and mandate.is_running:
        what, which = ("un mandat", "Le") if mandate.is_public else ("une demande", "La")
        raise MandateOpen(f"Vous avez déjà {what} pour cette copropriété. {which} voici.")
    if mine.pending().count() >= NUMBERS.mandates_pending_max:
        raise CoproprieteNotAllowed(
            f"{NUMBERS.mandates_pending_max} de vos demandes attendent déjà une réponse. "
            "Attendez la première."
        )
    mandate = mandate or Ambassadeur(user=actor, copropriete=copropriete)
    earlier_proof = mandate.proof.name
    now = timezone.now()
    values = {
        "first_name": first_name.strip(),
        "role": role,
        "status": AmbassadeurStatus.PENDING,
        "consent_version": consent_version,
        "consent_at": now,
        "council_agreed_on": council_agreed_on,
        "proof_name": proof.name,
        "applied_at": now,
        "decision_reason": "",
        **(claim or _NO_CLAIM),
        **dict.fromkeys(_DATES_OF_A_DECISION),
        **capacity,
    }
    for name, value in values.items():
        setattr(mandate, name, value)
    mandate.full_clean(exclude=["proof"])
    claims.building_as_claimed(mandate).full_clean()
    content = proof.as_content(uuid.uuid4().hex)
    mandate.proof.save(str(content.name), content, save=False)
    mandate.save()
    if earlier_proof:
        transaction.on_commit(partial(private_storage().delete, earlier_proof))
    steps.ask_to_decide("mandate_to_decide", mandate)
    return mandate


@transaction.atomic
def ask_renewal(
    *, actor: User, ambassadeur: Ambassadeur, council_agreed_on: date, consent_version: str
) -> Ambassadeur:
    """Ask for it again, from the day it is accepted; it runs meanwhile. Twice changes nothing.

    Raises CoproprieteNotAllowed, MandateClosed when it does not run or its end is still far.
    """
    mandate = _own(actor, ambassadeur)
    if not mandate.may_ask_renewal:
        raise MandateClosed("Ce mandat ne se renouvelle pas maintenant.")
    if mandate.renewal_asked_at is not None:
        return mandate
    mandate.renewal_asked_at = mandate.consent_at = timezone.now()
    mandate.council_agreed_on = council_agreed_on
    mandate.consent_version = consent_version
    mandate.full_clean(exclude=["proof"])
    mandate.save()
    steps.ask_to_decide("renewal_to_decide", mandate)
    return mandate


@transaction.atomic
def verify_ambassadeur(*, actor: User, ambassadeur: Ambassadeur) -> Ambassadeur:
    """Make a mandate public for NUMBERS.mandate_months, or renew it.

    Raises CoproprieteNotAllowed, MandateClosed when nothing is asked or the building not connected.
    """
    mandate = _to_decide(actor, ambassadeur, "vérifier")
    claims.settle(mandate)
    if not mandate.copropriete.is_connected:
        raise MandateClosed("Cette copropriété n’est pas encore raccordée.")
    now, is_new, asked = timezone.now(), not mandate.is_public, mandate.renewal_asked_at
    for name in _DATES_OF_A_DECISION:
        setattr(mandate, name, None)
    mandate.status, mandate.decided_by = AmbassadeurStatus.VERIFIED, actor
    mandate.verified_at = mandate.decided_at = now
    mandate.expires_at = end_of_day(months_after(now, NUMBERS.mandate_months))
    mandate.decision_reason = ""
    mandate.save()
    tell_person(
        "mandate_verified",
        mandate,
        key=f"verifie:{now.isoformat()}",
        url=mandate.copropriete.get_absolute_url(),
        until=mandate.expires_at,
        is_renewed=asked is not None,
    )
    open_fiche(mandate)
    if is_new:
        steps.announce_to_followers(mandate)
    _changed(mandate)
    return mandate


@transaction.atomic
def refuse_ambassadeur(*, actor: User, ambassadeur: Ambassadeur, reason: str) -> Ambassadeur:
    """Refuse a pending mandate or its renewal, with the reason the person will read.

    A refused renewal leaves the mandate run to its end.
    Raises CoproprieteNotAllowed, ReasonMissing, MandateClosed when nothing is asked.
    """
    mandate = _to_decide(actor, ambassadeur, "refuser")
    if not reason.strip():
        raise ReasonMissing("Dites pourquoi : la personne lira votre motif.")
    kind = "renewal_refused"
    if mandate.status == AmbassadeurStatus.PENDING:
        mandate.status, kind = AmbassadeurStatus.REFUSED, "mandate_refused"
    mandate.renewal_asked_at = None
    mandate.decided_at, mandate.decided_by = timezone.now(), actor
    mandate.decision_reason = reason.strip()
    mandate.save()
    tell_person(
        kind,
        mandate,
        key=f"refuse:{mandate.decided_at.isoformat()}",
        reason=mandate.decision_reason,
    )
    return mandate


@transaction.atomic
def withdraw_ambassadeur(*, actor: User, ambassadeur: Ambassadeur) -> Ambassadeur:
    """End one's own mandate. Raises CoproprieteNotAllowed. Withdrawing twice changes nothing."""
    mandate = _own(actor, ambassadeur)
    if mandate.status in _ENDED:
        return mandate
    mandate.status = AmbassadeurStatus.WITHDRAWN
    mandate.withdrawn_at = timezone.now()
    mandate.save(update_fields=["status", "withdrawn_at"])
    _changed(mandate)
    return mandate


@transaction.atomic
def undo_withdrawal(*, actor: User, ambassadeur: Ambassadeur) -> list[str]:
    """Take back one's own withdrawal, within a week: the mandate is as it was, and what ended
    with it comes back (`host_changes`). Returns sentences: where the mandate is, what came back.

    Raises CoproprieteNotAllowed, MandateClosed when it is too late.
    """
    mandate = _own(actor, ambassadeur)
    ended_at = mandate.withdrawn_at
    if ended_at is None or not mandate.may_undo_withdrawal:
        raise MandateClosed("Il est trop tard pour revenir en arrière. Demandez un nouveau mandat.")
    verified = mandate.verified_at is not None
    mandate.status = AmbassadeurStatus.VERIFIED if verified else AmbassadeurStatus.PENDING
    mandate.withdrawn_at = None
    mandate.save(update_fields=["status", "withdrawn_at"])
    said = steps.give_back(mandate, ended_at)
    _changed(mandate)
    return said


@transaction.atomic
def pause(*, actor: User, ambassadeur: Ambassadeur, days: int) -> Ambassadeur:
    """Receive no new request for one of NUMBERS.pauses, in days from today.

    Raises CoproprieteNotAllowed, MandateClosed when the mandate does not run.
    """
    if days not in NUMBERS.pauses:
        *most, last = map(str, NUMBERS.pauses)
        raise CoproprieteNotAllowed(f"Choisissez une pause de {', '.join(most)} ou {last} jours.")
    return _set_pause(_own(actor, ambassadeur), timezone.localdate() + timedelta(days=days - 1))


@transaction.atomic
def resume(*, actor: User, ambassadeur: Ambassadeur) -> Ambassadeur:
    """End the pause now. Raises CoproprieteNotAllowed, MandateClosed when the mandate does not
    run."""
    return _set_pause(_own(actor, ambassadeur), None)


def _set_pause(mandate: Ambassadeur, until: date | None) -> Ambassadeur:
    if not mandate.is_public:
        raise MandateClosed("Ce mandat ne court plus.")
    mandate.paused_until = until
    mandate.unanswered_in_a_row = 0
    mandate.save(update_fields=["paused_until", "unanswered_in_a_row"])
    touch_public_pages()
    return mandate


@transaction.atomic
def set_capacity(*, actor: User, ambassadeur: Ambassadeur, **capacity: Any) -> Ambassadeur:
    """Change how much one takes on (keys of `CAPACITY`). Raises CoproprieteNotAllowed,
    MandateClosed, ValidationError."""
    mandate = _own(actor, ambassadeur)
    if mandate.status in _ENDED:
        raise MandateClosed("Ce mandat a pris fin.")
    for name in CAPACITY:
        setattr(mandate, name, capacity[name])
    mandate.full_clean(exclude=["proof"])
    mandate.save(update_fields=CAPACITY)
    touch_public_pages()
    return mandate


def _changed(mandate: Ambassadeur) -> None:
    """Its building may have become public, or have ceased to be."""
    refresh_cell(copropriete=mandate.copropriete)
    index_building(mandate.copropriete_id)
    touch_public_pages()


def _own(actor: User, ambassadeur: Ambassadeur) -> Ambassadeur:
    mandate = _locked(ambassadeur)
    if mandate.user_id != actor.pk:
        raise CoproprieteNotAllowed("Ce mandat n’est pas le vôtre.")
    return mandate


def _to_decide(actor: User, ambassadeur: Ambassadeur, verb: str) -> Ambassadeur:
    mandate = _locked(ambassadeur)
    if not can_verify(actor, mandate):
        message = f"Seules l’agence du territoire et l’équipe nationale peuvent {verb}."
        raise CoproprieteNotAllowed(message)
    if not mandate.is_to_decide:
        is_own = mandate.decided_by_id == actor.pk and mandate.withdrawn_at is None
        why = "vous venez de décider, dans une autre fenêtre" if is_own else MEANWHILE
        raise MandateClosed(f"Ce mandat n’est plus en attente : {why}.")
    return mandate


def _locked(ambassadeur: Ambassadeur) -> Ambassadeur:
    lock_buildings(ambassadeur.copropriete_id)
    rows = Ambassadeur.objects.select_for_update(of=("self",)).select_related(
        "user", "copropriete__reseau", "copropriete__commune", "claimed_reseau__exploitant"
    )
    return rows.get(pk=ambassadeur.pk)
