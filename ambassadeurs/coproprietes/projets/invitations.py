"""Inviting the others of a building: one mail, a signed link valid 14 days, an answer by POST."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from communaute.moderation.sanction_rules import why_not_write
from communaute.notifications.services import tell, withdraw
from socle.clock import Step

from ..errors import AlreadyMember, CoproprieteNotAllowed, InvitationUnusable, TooManyInvitations
from ..models import Copropriete, CoproprieteMember, Invitation
from ..numbers import NUMBERS
from ..perms import can_edit_building

if TYPE_CHECKING:
    from communaute.comptes.models import User

SALT = "coproprietes.invitation"


def token_of(invitation: Invitation) -> str:
    """What the link holds: the invitation, signed."""
    return signing.dumps(invitation.pk, salt=SALT)


def find_invitation(token: str) -> Invitation:
    """The invitation of a link, open or not.

    Raises InvitationUnusable when there is none: EXPIRED for an old link, whose invitation was
    erased since; UNKNOWN for another text, or an invitation taken back.
    """
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise InvitationUnusable(InvitationUnusable.UNKNOWN) from None
    invitation = (
        Invitation.objects.select_related("copropriete__commune", "invited_by")
        .filter(pk=pk)
        .first()
    )
    if invitation is None:
        old = InvitationUnusable.EXPIRED if _is_old(token) else InvitationUnusable.UNKNOWN
        raise InvitationUnusable(old)
    return invitation


def _is_old(token: str) -> bool:
    try:
        signing.loads(token, salt=SALT, max_age=timedelta(days=NUMBERS.invitation_days))
    except signing.SignatureExpired:
        return True
    return False


def check_open(invitation: Invitation) -> None:
    """Raises InvitationUnusable (USED, EXPIRED) when it cannot be accepted any more."""
    if invitation.accepted_at is not None:
        raise InvitationUnusable(InvitationUnusable.USED)
    if invitation.expires_at <= timezone.now():
        raise InvitationUnusable(InvitationUnusable.EXPIRED)


@transaction.atomic
def invite(*, actor: User, copropriete: Copropriete, email: str) -> Invitation:
    """Invite an address; again, the invitation is renewed and sent again.

    Raises CoproprieteNotAllowed, AlreadyMember, TooManyInvitations (NUMBERS.invitations_open_max).
    """
    row = Copropriete.objects.select_for_update(of=("self",)).get(pk=copropriete.pk)
    if not can_edit_building(actor, row):
        message = "Cette copropriété n’est pas la vôtre."
        raise CoproprieteNotAllowed(message)
    if reason := why_not_write(actor):
        raise CoproprieteNotAllowed(reason)
    email = email.strip().lower()
    if row.memberships.filter(user__email__iexact=email).exists():
        message = "Cette personne participe déjà à la copropriété."
        raise AlreadyMember(message)
    now = timezone.now()
    waiting = row.invitations.filter(accepted_at__isnull=True)
    invitation = waiting.filter(email=email).first()
    if invitation is None:
        if waiting.filter(expires_at__gt=now).count() >= NUMBERS.invitations_open_max:
            message = "Trop d’invitations attendent une réponse. Retirez-en une, puis réessayez."
            raise TooManyInvitations(message)
        invitation = Invitation(copropriete=row, email=email)
    invitation.invited_by = actor
    invitation.expires_at = now + timedelta(days=NUMBERS.invitation_days)
    invitation.save()
    _send(invitation, actor)
    return invitation


@transaction.atomic
def accept_invitation(*, actor: User, token: str) -> Copropriete:
    """Join the building of a link. Raises InvitationUnusable; joining twice changes nothing."""
    invitation = Invitation.objects.select_for_update().get(pk=find_invitation(token).pk)
    copropriete = invitation.copropriete
    if copropriete.memberships.filter(user=actor).exists():
        return copropriete
    check_open(invitation)
    CoproprieteMember.objects.get_or_create(copropriete=copropriete, user=actor)
    copropriete.join_requests.filter(user=actor).delete()
    # The person is a member from now on: the address has no use any more.
    invitation.accepted_at, invitation.email = timezone.now(), ""
    invitation.save(update_fields=["accepted_at", "email"])
    return copropriete


@transaction.atomic
def withdraw_invitation(*, actor: User, invitation: Invitation) -> bool:
    """Take back an invitation that waits: its link leads nowhere any more. Returns whether it was,
    not accepted meanwhile. Raises CoproprieteNotAllowed."""
    if not can_edit_building(actor, invitation.copropriete):
        message = "Cette copropriété n’est pas la vôtre."
        raise CoproprieteNotAllowed(message)
    waited = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True).delete()[0]
    if waited:
        withdraw(key=_key(invitation))
    return bool(waited)


@transaction.atomic
def erase_sent_to(email: str) -> None:
    """Forget the invitations of this address; their mails that have not left do not leave."""
    for invitation in Invitation.objects.filter(email__iexact=email):
        withdraw(key=_key(invitation))
        invitation.delete()


def expired(now: datetime) -> list[int]:
    """Invitations (pks) that nobody accepted in time."""
    rows = Invitation.objects.filter(accepted_at__isnull=True, expires_at__lte=now)
    return list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def erase_expired(pk: int, now: datetime) -> dict[str, int]:
    """Forget the address of somebody who did not answer in time."""
    rows = Invitation.objects.filter(pk=pk, accepted_at__isnull=True, expires_at__lte=now)
    return {"invitations_erased": rows.delete()[0]}


STEP = Step(
    key="coproprietes.erase_invitations",
    label="Invitations sans réponse effacées",
    due=expired,
    do=erase_expired,
)


def _send(invitation: Invitation, actor: User) -> None:
    tell(
        "coproprietes.invitation",
        to=invitation.email,
        key=_key(invitation),
        url=reverse("ambassadeurs:invitation", args=[token_of(invitation)]),
        expires_at=invitation.expires_at,
        context={
            "inviter": actor.public_name,
            "residence": invitation.copropriete.name,
            "commune": invitation.copropriete.commune.name,
            "until": invitation.expires_at,
        },
    )


def _key(invitation: Invitation) -> str:
    return f"invitation-{invitation.pk}-{invitation.expires_at.isoformat()}"
