"""Who reads and writes a thread: its two sides. Twin of `DemandeQuerySet.as_party`."""

from django.db.models import QuerySet

from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete, CoproprieteMember
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Membership, Organisation, User
from communaute.comptes.perms import organisations_of
from communaute.moderation.sanction_rules import restrictions_of
from communaute.territoires.models import Commune
from socle.hooks import hooked

from .enums import OFFERED_AGAIN, ORGANISATIONS, Kind, State
from .models import Block, Demande


def is_requester(user: object, demande: Demande) -> bool:
    pk = getattr(user, "pk", None)
    return pk is not None and demande.requester_id == pk


def is_recipient(user: object, demande: Demande) -> bool:
    """The ambassador, or somebody who works for the organisation written to."""
    pk = getattr(user, "pk", None)
    if pk is None:
        return False
    if demande.ambassadeur is not None:
        return demande.ambassadeur.user_id == pk
    if demande.kind == Kind.EXPLOITANT and not is_agreed(demande):
        return False
    return demande.organisation_id is not None and works_for(user, demande.organisation_id)


def other_person(user: object, demande: Demande) -> int | None:
    """The account (pk) on the other side of a thread with an ambassador, whichever side this
    person is on; None with an organisation, or once that side left."""
    if demande.ambassadeur is None:
        return None
    return demande.ambassadeur.user_id if is_requester(user, demande) else demande.requester_id


def is_agreed(demande: Demande) -> bool:
    """Whether the consent to an operator holds. Twin of `querysets.AGREED`."""
    return (
        demande.consent_at is not None
        and demande.consent_withdrawn_at is None
        and demande.requester_id is not None
    )


def is_party(user: object, demande: Demande) -> bool:
    return is_requester(user, demande) or is_recipient(user, demande)


def answers_for_organisation(user: object, demande: Demande) -> bool:
    """On the side written to, for an operator or an agency: colleagues may act at once."""
    return demande.organisation_id is not None and not is_requester(user, demande)


def can_read_thread(user: object, demande: Demande) -> bool:
    """The parties only. Not the national team: moderation sees what a party reports, no more."""
    return is_party(user, demande)


def is_member(user: object, demande: Demande) -> bool:
    """Whether the request is of a building of this person, who did not write it."""
    if demande.kind not in ORGANISATIONS or demande.copropriete_id is None:
        return False
    if is_requester(user, demande):
        return False
    mine = Copropriete.objects.of_member(user)
    return mine.filter(pk=demande.copropriete_id).exists()


def can_read_as_member(user: object, demande: Demande) -> bool:
    """The others of the building, once who wrote it agrees. Twin of
    `DemandeQuerySet.shared_with`."""
    agreed = demande.shared_with_members_at is not None and demande.requester_id is not None
    return agreed and is_member(user, demande)


def can_write_thread(user: object, demande: Demande) -> bool:
    """A party, while the thread is open and the other side still exists."""
    return demande.state != State.CLOSED and is_party(user, demande) and has_both_sides(demande)


def has_both_sides(demande: Demande) -> bool:
    """Whether somebody on each side still reads it: accounts close, mandates go."""
    host = demande.ambassadeur
    answers = demande.organisation_id is not None or (host is not None and host.user.is_active)
    return demande.is_asker_here and answers


def can_reopen(user: object, demande: Demande) -> bool:
    """As `opens_again`, when neither blocked the other since, and no measure forbids messages."""
    may_write = opens_again(user, demande) and not restrictions_of(user).on_messages
    return may_write and not is_apart(user, demande)


def opens_again(user: object, demande: Demande) -> bool:
    """The person who asked, when it was closed by one of the two sides, as soon as nobody is
    blocked."""
    return (
        demande.state == State.CLOSED
        and demande.closed_because not in OFFERED_AGAIN
        and is_requester(user, demande)
        and has_both_sides(demande)
        # A mandate that ended takes nothing up again.
        and (demande.ambassadeur is None or demande.ambassadeur.is_public)
    )


def can_thank(user: object, demande: Demande) -> bool:
    """The person who asked, once, after an answer, while somebody is there to read it (a mailbox
    gets no thanks)."""
    return (
        is_requester(user, demande)
        and demande.first_answer_at is not None
        and demande.thanked_at is None
        and has_both_sides(demande)
        and (demande.organisation is None or has_people(demande.organisation))
    )


def is_apart(user: object, demande: Demande) -> bool:
    """Whether one of the two people of this thread blocked the other."""
    other = other_person(user, demande)
    pk = getattr(user, "pk", None)
    return other is not None and Block.objects.between(pk, other).exists()


def people_apart(user: object) -> set[int]:
    """Accounts (pks) that this person blocked, or that blocked them."""
    return Block.objects.people_apart(user)


def can_block(user: object, demande: Demande) -> bool:
    """Either person of a thread with an ambassador."""
    return is_party(user, demande) and other_person(user, demande) is not None


def can_withdraw_consent(user: object, demande: Demande) -> bool:
    """The person who asked an operator, as long as the consent holds."""
    return is_requester(user, demande) and is_agreed(demande)


def can_keep_contact(user: object, demande: Demande) -> bool:
    """A party, as long as the other side has not seen the address: until both agree; from the
    start for an organisation without account, which received it by mail."""
    both = demande.requester_shares_contact and demande.recipient_shares_contact
    mailed = demande.organisation is not None and not has_people(demande.organisation)
    return is_party(user, demande) and not both and not mailed


def belongs_to(user: object, copropriete_id: int) -> bool:
    """Whether it is the building of the person: member of its project, speaking for it, or a
    room above says that they manage it."""
    pk = getattr(user, "pk", None)
    return pk is not None and (
        CoproprieteMember.objects.filter(copropriete=copropriete_id, user=pk).exists()
        or Ambassadeur.objects.filter(copropriete=copropriete_id, user=pk).exists()
        or any(manages(user, copropriete_id) for manages in hooked("demandes.managers"))
    )


def is_asked_by_member(demande: Demande) -> bool:
    """Whether who asked is of its building still, with an open account: nobody else of it asks the
    same meanwhile (reads its `requester`)."""
    if demande.copropriete_id is None or not demande.is_asker_here:
        return False
    return belongs_to(demande.requester, demande.copropriete_id)


def works_for(user: object, organisation_id: int) -> bool:
    """Whether the person works for this operator or agency."""
    return organisation_id in {
        organisation.pk
        for kind in (OrganisationKind.EXPLOITANT, OrganisationKind.AGENCE)
        for organisation in organisations_of(user, kind)
    }


# Who works for the organisations of a place, and what reaches those where nobody does yet.


def people_of(organisations: list[int]) -> QuerySet[User]:
    """The open accounts of these organisations (pks)."""
    return User.objects.filter(
        memberships__organisation__in=organisations, is_active=True
    ).distinct()


def in_charge(demande: Demande) -> User | None:
    """The colleague a request was given to, while their account is open and they work there."""
    if demande.assigned_to_id is None or demande.organisation_id is None:
        return None
    return people_of([demande.organisation_id]).filter(pk=demande.assigned_to_id).first()


def answering(demande: Demande) -> list[User]:
    """Who answers for the organisation now: the colleague in charge, else all who work there."""
    if demande.organisation_id is None:
        return []
    colleague = in_charge(demande)
    return [colleague] if colleague else list(people_of([demande.organisation_id]))


def has_people(organisation: Organisation) -> bool:
    """Whether somebody with an open account works there."""
    return people_of([organisation.pk]).exists()


def is_reachable(organisation: Organisation) -> bool:
    """Whether what is sent to it reaches somebody: an account, or a mailbox."""
    return bool(organisation.email) or has_people(organisation)


def mailbox_of(demande: Demande) -> str:
    """The address of an organisation where nobody has an account yet; "" for all others."""
    organisation = demande.organisation
    return organisation.email if organisation and not has_people(organisation) else ""


def works_near(person: User, kind: OrganisationKind, commune: Commune | None) -> bool:
    """Whether the person works for an organisation of this kind that covers the commune."""
    if commune is None:
        return False
    mine = [one.pk for one in organisations_of(person, kind)]
    return Organisation.objects.filter(pk__in=mine).covering(commune).exists()


def people_near(kind: OrganisationKind, commune: Commune | None) -> QuerySet[User]:
    """Those who work for the organisations that cover the commune, at the most precise level where
    somebody works: one without any account hides no other.
    """
    if commune is None:
        return User.objects.none()
    staffed = Membership.objects.filter(user__is_active=True).values("organisation")
    covering = Organisation.objects.filter(kind=kind, pk__in=staffed).covering(commune)
    found = [(one["pk"], one["precision"]) for one in covering.values("pk", "precision")]  # type: ignore[misc]
    return people_of([pk for pk, precision in found if precision == found[0][1]])
