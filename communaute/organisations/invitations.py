"""Invitations to join an organisation.

Inviting an address to an organisation: a signed link, some days, one use, an answer by POST.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from communaute.comptes.enums import MembershipRole
from communaute.comptes.models import Membership, Organisation, User
from communaute.comptes.perms import can_give_roles, is_lead_of
from communaute.comptes.second_factor.requirements import account_waits
from communaute.comptes.services import add_member, check_impartial, lock_accounts
from communaute.notifications.catalogue import Kind, Priority
from communaute.notifications.outbox.pending import leads, works_for
from communaute.notifications.services import tell, withdraw
from socle.calendar import days_after, end_of_day
from socle.scheduler import Step

from .errors import MayNotInvite, OtherAddress, TooManyWait, Unusable, WorksHereAlready
from .models import OrganisationInvitation
from .perms import INVITATION_NUMBERS, can_accept

# Without a moment: the row says until when.
_SIGNER = signing.Signer(salt="invitations.invitation")


def token_of(invitation: OrganisationInvitation) -> str:
    """What the link holds: the invitation, signed."""
    return _SIGNER.sign(str(invitation.pk))


def may_still_give(invitation: OrganisationInvitation) -> bool:
    """Whether who sent it still gives roles there: who answers for nobody there any more, or whose
    roles wait for a second factor, gives nothing."""
    giver = invitation.invited_by
    return can_give_roles(giver, invitation.organisation) and not account_waits(giver)


def find_invitation(token: str, now: datetime | None = None) -> OrganisationInvitation:
    """The invitation of a link, which may be accepted at `now`. Raises Unusable."""
    try:
        pk = int(_SIGNER.unsign(token))
    except signing.BadSignature:
        raise Unusable(Unusable.UNKNOWN) from None
    rows = OrganisationInvitation.objects.select_related("organisation", "invited_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Unusable(Unusable.UNKNOWN)
    if found.accepted_at is not None:
        raise Unusable(Unusable.USED, found.organisation)
    if not may_still_give(found):
        raise Unusable(Unusable.NO_LONGER_GIVEN)
    if found.is_over(now or timezone.now()):
        raise Unusable(Unusable.EXPIRED)
    return found


@transaction.atomic
def invite(
    *, actor: User, organisation: Organisation, email: str, role: MembershipRole | str
) -> OrganisationInvitation:
    """Invite an address with a role; again, the same invitation is renewed and sent again.

    Raises MayNotInvite, WorksHereAlready, TooManyWait (`open_max`), ModeratesAndOperates.
    """
    held = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not can_give_roles(actor, held):
        raise MayNotInvite
    email, now = email.strip().lower(), timezone.now()
    if Membership.objects.filter(organisation=held, user__email__iexact=email).exists():
        raise WorksHereAlready
    check_impartial(organisation=held, emails=[email])
    waiting = held.invitations.waiting()
    found = waiting.filter(email=email).first()
    if found is None:
        if waiting.filter(expires_at__gt=now).count() >= INVITATION_NUMBERS.open_max:
            raise TooManyWait
        found = OrganisationInvitation(organisation=held, email=email)
    else:
        withdraw(key=_key(found))
    found.invited_by, found.role = actor, MembershipRole(role)
    found.sent_at = now
    found.expires_at = end_of_day(days_after(now, INVITATION_NUMBERS.invitation_days))
    found.save()
    _send(found)
    return found


@transaction.atomic
def take_back(*, actor: User, invitation: OrganisationInvitation) -> bool:
    """Withdraw an invitation that waits: its link leads nowhere. Returns whether it waited.
    Raises MayNotInvite."""
    if not can_give_roles(actor, invitation.organisation):
        raise MayNotInvite
    return _forget(invitation)


@transaction.atomic
def answer(*, actor: User, token: str, accepts: bool) -> Organisation:
    """Join with the role that was given, written down as given by who invited; or refuse.

    Raises Unusable, OtherAddress for an account that is not that of the address,
    ModeratesAndOperates. A role already held stays.
    """
    found = find_invitation(token)
    lock_accounts(actor.pk, found.invited_by_id)
    Organisation.objects.select_for_update().get(pk=found.organisation_id)
    list(OrganisationInvitation.objects.select_for_update().filter(pk=found.pk))
    found = find_invitation(token)
    if not can_accept(actor, found):
        raise OtherAddress
    _tell_inviter(found, actor, accepts=accepts)
    if not accepts:
        found.delete()
        return found.organisation
    if not Membership.objects.filter(organisation=found.organisation, user=actor).exists():
        add_member(
            organisation=found.organisation, user=actor, role=found.role, actor=found.invited_by
        )
    found.accepted_at, found.email = timezone.now(), ""
    found.save(update_fields=["accepted_at", "email"])
    return found.organisation


def tell_members(*, actor: User, organisation: Organisation, person: User, is_in: bool) -> None:
    """Tell whom a lead or the national team took out of an organisation, or whom the team added to
    it, without asking; and those who answer for it."""
    about = f"{organisation.pk}-{person.pk}-{timezone.now():%Y%m%d%H%M%S%f}"
    context = {
        "person": person.public_name,
        "person_pk": person.pk,
        "organisation": organisation.name,
        "organisation_pk": organisation.pk,
        "is_in": is_in,
        "lead": actor.public_name if is_lead_of(actor, organisation) else "",
        "contact": settings.CONTACT_EMAIL,
    }
    members = reverse("comptes:members", args=[organisation.slug])
    leads = organisation.memberships.filter(role=MembershipRole.RESPONSABLE)
    if person != actor:
        tell(
            "invitations.added" if is_in else "invitations.removed",
            to=person,
            key=f"organisation-members-{about}",
            url=reverse("comptes:home"),
            context=context,
        )
    for lead in leads.exclude(user__in=[person, actor]).select_related("user").order_by("pk"):
        tell(
            "invitations.members_changed",
            to=lead.user,
            key=f"organisation-members-{about}-{lead.pk}",
            url=members,
            context=context,
        )


def erase_of(person: User, now: datetime) -> None:
    """Forget the invitations of an account that closes: those it got, and those it sent."""
    for invitation in OrganisationInvitation.objects.filter(email__iexact=person.email):
        _forget(invitation)
    for invitation in OrganisationInvitation.objects.waiting().filter(invited_by=person):
        _forget(invitation)


def over(now: datetime) -> list[int]:
    """Invitations (pks) whose time has passed, and that the list has shown long enough."""
    limit = now - timedelta(days=INVITATION_NUMBERS.kept_days)
    rows = OrganisationInvitation.objects.filter(expires_at__lte=limit)
    return list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def erase_over(pk: int, now: datetime) -> dict[str, int]:
    """Forget the address of somebody who did not answer."""
    limit = now - timedelta(days=INVITATION_NUMBERS.kept_days)
    rows = OrganisationInvitation.objects.filter(pk=pk, expires_at__lte=limit)
    return {"organisation_invitations_erased": rows.delete()[0]}


STEP = Step(
    key="invitations.erase_invitations",
    label="Invitations à rejoindre une organisation, sans réponse ou acceptées : effacées",
    due=over,
    do=erase_over,
)


def _forget(invitation: OrganisationInvitation) -> bool:
    withdraw(key=_key(invitation))
    return bool(OrganisationInvitation.objects.waiting().filter(pk=invitation.pk).delete()[0])


def _send(invitation: OrganisationInvitation) -> None:
    tell(
        "invitations.invited",
        to=invitation.email,
        key=_key(invitation),
        url=reverse("invitations:invitation", args=[token_of(invitation)]),
        expires_at=invitation.expires_at,
        context={
            "invitation": invitation.pk,
            "inviter": invitation.invited_by.public_name,
            "organisation": invitation.organisation.name,
            "is_lead": invitation.role == MembershipRole.RESPONSABLE,
            "until": invitation.expires_at,
        },
    )


def _tell_inviter(invitation: OrganisationInvitation, person: User, *, accepts: bool) -> None:
    organisation = invitation.organisation
    tell(
        "invitations.accepted" if accepts else "invitations.refused",
        to=invitation.invited_by,
        key=f"organisation-invitation-answer-{invitation.pk}",
        url=reverse("comptes:members", args=[organisation.slug]),
        context={
            "person": person.public_name,
            "person_pk": person.pk,
            "organisation": organisation.name,
            "organisation_pk": organisation.pk,
            "is_in": accepts,
        },
    )


def _key(invitation: OrganisationInvitation) -> str:
    return f"organisation-invitation-{invitation.pk}-{invitation.sent_at.isoformat()}"


# What is told of invitations.


def is_still_given(context: Mapping[str, Any]) -> bool:
    """Whether the link of the invitation still opens the organisation."""
    rows = OrganisationInvitation.objects.waiting().select_related("organisation", "invited_by")
    found = rows.filter(pk=context["invitation"]).first()
    return found is not None and can_give_roles(found.invited_by, found.organisation)


def is_as_told(context: Mapping[str, Any]) -> bool:
    """Whether the person told of works there, or does not, as it says: they may have left since,
    or come back. A mail planned before its context named the person stays true."""
    if "person_pk" not in context:
        return True
    theirs = Membership.objects.filter(user=context["person_pk"])
    return theirs.filter(organisation=context["organisation_pk"]).exists() == context["is_in"]


KINDS = (
    Kind(
        key="invitations.invited",
        label="Invitation à rejoindre une organisation",
        who="L’adresse invitée.",
        when="Quand un responsable, ou l’équipe nationale, invite ou renvoie. Périme avec le lien.",
        may_be_off=False,
        priority=Priority.SOON,
        on_site=False,
        keeps_address=False,
        still_true=is_still_given,
    ),
    Kind(
        key="invitations.accepted",
        label="Une personne que j’ai invitée rejoint l’organisation",
        who="La personne qui a invité.",
        when="Quand l’invitation est acceptée.",
        at_work=True,
        still_true=is_as_told,
        visible_to=leads,
    ),
    Kind(
        key="invitations.added",
        label="L’équipe nationale m’ajoute à une organisation",
        who="La personne ajoutée.",
        when="Quand l’équipe nationale l’ajoute sans invitation.",
        may_be_off=False,
        priority=Priority.SOON,
        visible_to=works_for,
    ),
    Kind(
        key="invitations.removed",
        label="Je suis retiré d’une organisation",
        who="La personne retirée.",
        when="Quand un responsable, ou l’équipe nationale, la retire.",
        may_be_off=False,
        priority=Priority.SOON,
    ),
    Kind(
        key="invitations.members_changed",
        label="Un de mes collègues est ajouté ou retiré",
        who="Les responsables de l’organisation, sauf la personne elle-même.",
        when="Quand l’équipe nationale, ou un autre responsable, le fait sans invitation.",
        at_work=True,
        still_true=is_as_told,
        visible_to=leads,
    ),
    Kind(
        key="invitations.refused",
        label="Une personne que j’ai invitée refuse",
        who="La personne qui a invité.",
        when="Quand l’invitation est refusée.",
        at_work=True,
        still_true=is_as_told,
        visible_to=leads,
    ),
)
