"""Inviting the others of a building: one mail, a signed link valid 14 days, an answer by POST."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ambassadeurs.registre.models import RegisteredCopropriete
from ambassadeurs.reseaux.address_test.geocoding import GeocoderUnavailable, get_geocoder
from ambassadeurs.reseaux.enums import Precision
from communaute.comptes.models import User
from communaute.moderation.sanction_rules import why_not_write
from communaute.notifications.services import tell, withdraw
from communaute.territoires.models import Commune
from socle.calendar import days_after, end_of_day
from socle.scheduler import Step

from ..errors import AlreadyMember, CoproprieteNotAllowed, InvitationUnusable, TooManyInvitations
from ..join_requests import check_theirs
from ..models import Copropriete, CoproprieteMember, Invitation
from ..numbers import NUMBERS

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
        # Its last day is whole.
        signing.loads(token, salt=SALT, max_age=timedelta(days=NUMBERS.invitation_days + 1))
    except signing.SignatureExpired:
        return True
    return False


def check_open(invitation: Invitation) -> None:
    """Raises InvitationUnusable (USED, EXPIRED) when it cannot be accepted any more."""
    if invitation.accepted_at is not None:
        raise InvitationUnusable(InvitationUnusable.USED)
    if invitation.is_expired:
        raise InvitationUnusable(InvitationUnusable.EXPIRED)


@transaction.atomic
def invite(*, actor: User, copropriete: Copropriete, email: str) -> Invitation:
    """Invite an address; again, the invitation is renewed and sent again.

    Raises CoproprieteNotAllowed, AlreadyMember, TooManyInvitations (NUMBERS.invitations_open_max).
    """
    row = Copropriete.objects.select_for_update(of=("self",)).get(pk=copropriete.pk)
    check_theirs(actor, row)
    if reason := why_not_write(actor):
        raise CoproprieteNotAllowed(reason)
    email = email.strip().lower()
    if row.memberships.filter(user__email__iexact=email).exists():
        raise AlreadyMember("Cette personne participe déjà à la copropriété.")
    now = timezone.now()
    waiting = row.invitations.filter(accepted_at__isnull=True)
    invitation = waiting.filter(email=email).first()
    if invitation is None:
        if waiting.filter(expires_at__gt=now).count() >= NUMBERS.invitations_open_max:
            message = "Trop d’invitations attendent une réponse. Retirez-en une, puis réessayez."
            raise TooManyInvitations(message)
        invitation = Invitation(copropriete=row, email=email)
    invitation.invited_by = actor
    invitation.sent_at = now
    invitation.expires_at = end_of_day(days_after(now, NUMBERS.invitation_days))
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
    check_theirs(actor, invitation.copropriete)
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
    return f"invitation-{invitation.pk}-{invitation.sent_at.isoformat()}"


# Where an address is, and what to say when nobody knows.


type Point = tuple[float, float]

NOT_SURE = "Nous n’avons pas pu placer cette adresse avec certitude."
NOT_IN_REGISTER = "Le registre national ne dit pas où est cet immeuble."
IS_DOWN = "Le service de recherche d’adresses ne répond pas en ce moment."


@dataclass(frozen=True)
class Placed:
    """`point` is longitude and latitude (WGS84); `why_not` says, in a sentence, why there is none:
    "" with a point, or without an address to place."""

    point: Point | None = None
    why_not: str = ""

    @property
    def warning(self) -> str:
        """What to tell who gave the address of a building, and what they may do; "" when there is
        nothing to tell. Its page says that the distance is unknown."""
        if self.why_not == IS_DOWN:
            return f"{IS_DOWN} Réessayez plus tard, en enregistrant de nouveau votre adresse."
        return self.why_not and f"{self.why_not} Vérifiez le numéro et la rue."

    @property
    def warning_connected(self) -> str:
        """The same for a connected building, which answers others: it has no distance to tell."""
        return self.why_not and (
            f"{self.why_not} Ce n’est pas grave : votre copropriété sera proposée d’après sa "
            "commune."
        )


def of_register(row: RegisteredCopropriete) -> Placed:
    """The point that a line of the national register gives."""
    if row.longitude is None or row.latitude is None:
        return Placed(why_not=NOT_IN_REGISTER)
    return Placed((row.longitude, row.latitude))


def locate(
    address: str, commune: Commune, registered: RegisteredCopropriete | None = None
) -> Placed:
    """The point of an address of a commune, else why there is none.

    A line of the register gives its own point as long as the address was not changed. The
    geocoder must be sure, and of the same commune.
    """
    if (
        registered is not None
        and (known := of_register(registered)).point is not None
        and address == registered.address
        and commune.pk == registered.commune_id
    ):
        return known
    if not address:
        return Placed()
    try:
        found = get_geocoder().search(f"{address} {commune.name} {commune.postcodes[:5]}")
    except GeocoderUnavailable:
        return Placed(why_not=IS_DOWN)
    best = found.best
    if best is None or best.commune is None or best.precision == Precision.COMMUNE:
        return Placed(why_not=NOT_SURE)
    if commune.pk not in (best.commune.pk, best.commune.parent_id):
        return Placed(why_not=NOT_SURE)
    return Placed((best.longitude, best.latitude))
