"""What a request must be before it is sent, and who may not write in private threads: each raises
its own refusal (`errors.py`)."""

from datetime import datetime, timedelta

from django.db.models import Case, Count, F, Q, Value, When
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete
from communaute.comptes.models import Organisation, User
from communaute.moderation.sanction_rules import why_not_message
from socle.public_pages import touch_public_pages

from ..enums import PURPOSES, Kind, Purpose
from ..errors import (
    AskedByMember,
    BlockedByMyself,
    DemandeToOneself,
    DuplicateDemande,
    MessagesSuspended,
    NoLongerReceived,
    NotContactable,
    TooManyDemandes,
    WrongBuilding,
    WrongPurpose,
)
from ..models import Block, Demande
from ..numbers import NUMBERS
from ..perms import belongs_to, is_asked_by_member, is_reachable, works_for
from ..recipients import why_not_ask


def check_recipient(
    kind: str,
    purpose: str,
    ambassadeur: Ambassadeur | None,
    organisation: Organisation | None,
) -> None:
    known = kind in PURPOSES and purpose in PURPOSES[Kind(kind)]
    fits = (
        ambassadeur is not None and organisation is None
        if kind == Kind.AMBASSADEUR
        else organisation is not None and ambassadeur is None and organisation.kind == kind
    )
    if not known or not fits:
        raise WrongPurpose("Ce destinataire ne répond pas à ce type de demande.")
    if organisation is not None and not is_reachable(organisation):
        raise NotContactable("Cet organisme n’a pas d’espace ici, ni d’adresse : appelez-le.")
    if ambassadeur is not None and purpose == Purpose.VISITE and not ambassadeur.takes_visits:
        message = "Cette copropriété ne propose pas de visite. Posez-lui plutôt une question."
        raise WrongPurpose(message)


def check_building(actor: User, copropriete: Copropriete) -> None:
    if not belongs_to(actor, copropriete.pk):
        raise WrongBuilding("Choisissez un immeuble auquel vous appartenez.")


def check_self(
    actor: User,
    copropriete: Copropriete,
    ambassadeur: Ambassadeur | None,
    organisation: Organisation | None,
) -> None:
    if ambassadeur is not None:
        if ambassadeur.user_id == actor.pk:
            raise DemandeToOneself("Cet ambassadeur, c’est vous : on ne s’écrit pas à soi-même.")
        theirs = ambassadeur.copropriete_id
        if theirs == copropriete.pk or belongs_to(actor, theirs):
            raise DemandeToOneself("C’est votre immeuble : parlez-en directement à votre voisin.")
    if organisation is not None and works_for(actor, organisation.pk):
        raise DemandeToOneself("Vous travaillez pour cet organisme : on ne s’écrit pas à soi-même.")


def open_already(
    actor: User,
    copropriete: Copropriete,
    purpose: str,
    *,
    ambassadeur: Ambassadeur | None,
    organisation: Organisation | None,
) -> Demande | None:
    """The open request to this recipient, locked, when this purpose may be added to it.

    None when there is no such request; raises DuplicateDemande when the purpose cannot be added,
    AskedByMember when somebody else of the building asks it of this organisation.
    """
    if organisation is not None:
        check_members(actor, copropriete, organisation, purpose)
    found = Demande.objects.already_open(
        requester=actor,
        copropriete=copropriete,
        ambassadeur=ambassadeur,
        organisation=organisation,
    )
    existing = found.select_for_update().first()
    if existing is not None and purpose not in existing.purposes_left:
        raise DuplicateDemande(existing)
    return existing


def check_members(
    actor: User, copropriete: Copropriete, organisation: Organisation, purpose: str
) -> None:
    """One request of a building at a time. That of somebody who left it, or whose account closes,
    is theirs: it goes on beside the new one. Its people keep what they read or follow of it; one
    that was not shared goes on without the building. To call under the lock of the building."""
    theirs = Demande.objects.asked_by_others(actor, copropriete, organisation, purpose)
    for one in theirs.select_for_update(of=("self",)).select_related("requester"):
        if is_asked_by_member(one):
            raise AskedByMember(one)
        is_away = one.requester is not None and not one.requester.is_active
        if is_away or one.shared_with_members_at is not None or one.followers.exists():
            one.replaced_at = timezone.now()
        else:
            one.copropriete = None
        one.save(update_fields=["copropriete", "replaced_at", "updated_at"])


def check_not_asked_anew(actor: User, demande: Demande) -> None:
    """Since it was closed the person asked nothing else of the same recipient, nor did anybody of
    the building. Raises DuplicateDemande, AskedByMember."""
    if existing := Demande.objects.asked_anew(demande).first():
        raise DuplicateDemande(existing)
    if demande.copropriete is None or demande.organisation is None or demande.replaced_at:
        return
    for purpose in demande.purposes:
        check_members(actor, demande.copropriete, demande.organisation, purpose)


def check_week(actor: User) -> None:
    """Requests the person opened: those sent together are one; those offered again by the service
    do not count."""
    most = NUMBERS.demandes_a_week
    since = timezone.now() - timedelta(days=7)
    sent = Demande.objects.filter(
        requester=actor, created_at__gt=since, reoffered_from__isnull=True
    )
    counted = sent.aggregate(
        alone=Count("pk", filter=Q(batch=None)), together=Count("batch", distinct=True)
    )
    if sum(counted.values()) >= most:
        raise TooManyDemandes(most)


def check_may_message(actor: User) -> None:
    """Raises MessagesSuspended while a measure forbids this person private messages; it says until
    when, and how to contest."""
    if reason := why_not_message(actor):
        raise MessagesSuspended(reason)


def check_may_ask(actor: User, ambassadeur: Ambassadeur | None) -> None:
    """As above, and NotContactable when one of the two blocked the other."""
    check_may_message(actor)
    if ambassadeur is not None and (reason := why_not_ask(actor, ambassadeur)):
        raise NotContactable(reason)


def check_not_blocked(person: int, other: int | None) -> None:
    """Raises BlockedByMyself or NoLongerReceived when one of these accounts (pks) blocked the
    other."""
    deciders = Block.objects.deciders(person, other)
    if person in deciders:
        raise BlockedByMyself
    if deciders:
        raise NoLongerReceived


# How many requests an ambassador carries; two at once can never pass what was chosen.


def reserve(ambassadeur: Ambassadeur, now: datetime | None = None) -> bool:
    """Take one place, for a new request; False when there is none, or no right to any.

    Called in a transaction: the row is locked, then taken by one conditional UPDATE.
    """
    now = now or timezone.now()
    Ambassadeur.objects.select_for_update().filter(pk=ambassadeur.pk).first()
    if not Ambassadeur.objects.contactable(now).filter(pk=ambassadeur.pk).exists():
        return False
    month = f"{timezone.localdate(now):%Y-%m}"
    same_month = Q(demandes_month=month)
    taken = bool(
        Ambassadeur.objects.filter(
            ~same_month | Q(demandes_this_month__lt=F("max_per_month")),
            pk=ambassadeur.pk,
            open_demandes__lt=F("max_open"),
        ).update(
            open_demandes=F("open_demandes") + 1,
            demandes_this_month=Case(
                When(same_month, then=F("demandes_this_month") + 1), default=Value(1)
            ),
            demandes_month=month,
        )
    )
    if taken:
        _tell_pages_when_full(ambassadeur.pk)
    return taken


def take_back(ambassadeur: Ambassadeur, *, is_answered: bool) -> bool:
    """Take a place for a request that is reopened: open ones count, not the month's.

    One without answer is like a new one: only whoever may be written to now takes it.
    """
    Ambassadeur.objects.select_for_update().filter(pk=ambassadeur.pk).first()
    people = Ambassadeur.objects.public() if is_answered else Ambassadeur.objects.contactable()
    taken = bool(
        people.filter(
            pk=ambassadeur.pk, open_demandes__lt=F("max_open"), user__is_active=True
        ).update(open_demandes=F("open_demandes") + 1)
    )
    if taken:
        _tell_pages_when_full(ambassadeur.pk)
    return taken


def release(ambassadeur_id: int) -> None:
    """Give one place back; never under zero."""
    _tell_pages_when_full(ambassadeur_id)
    Ambassadeur.objects.filter(pk=ambassadeur_id, open_demandes__gt=0).update(
        open_demandes=F("open_demandes") - 1
    )


def _tell_pages_when_full(ambassadeur_id: int) -> None:
    """What public pages say of who takes no new request changes: just full, or about not to be."""
    mandate = Ambassadeur.objects.filter(pk=ambassadeur_id).first()
    if mandate is not None and mandate.is_full:
        touch_public_pages()
