"""Who reads and writes a thread: its two sides. Twin of `DemandeQuerySet.as_party`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete, CoproprieteMember
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.perms import is_national_team, organisations_of
from socle.hooks import hooked

from .enums import OFFERED_AGAIN, ORGANISATIONS, Kind, State
from .models import Block
from .territory import has_people

if TYPE_CHECKING:
    from .models import Demande


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
    """The person who asked, when it was closed by one of the two sides and neither blocked the
    other since."""
    return (
        demande.state == State.CLOSED
        and demande.closed_because not in OFFERED_AGAIN
        and is_requester(user, demande)
        and has_both_sides(demande)
        and not is_apart(user, demande)
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


def can_see_at_desk(user: object, demande: Demande) -> bool:
    """The recipient's colleagues, and the national team for its counts."""
    return is_recipient(user, demande) or is_national_team(user)


def belongs_to(user: object, copropriete_id: int) -> bool:
    """Whether it is the building of the person: member of its project, speaking for it, or a
    room above says that they manage it."""
    pk = getattr(user, "pk", None)
    return pk is not None and (
        CoproprieteMember.objects.filter(copropriete=copropriete_id, user=pk).exists()
        or Ambassadeur.objects.filter(copropriete=copropriete_id, user=pk).exists()
        or any(manages(user, copropriete_id) for manages in hooked("demandes.managers"))
    )


def works_for(user: object, organisation_id: int) -> bool:
    """Whether the person works for this operator or agency."""
    return organisation_id in {
        organisation.pk
        for kind in (OrganisationKind.EXPLOITANT, OrganisationKind.AGENCE)
        for organisation in organisations_of(user, kind)
    }
