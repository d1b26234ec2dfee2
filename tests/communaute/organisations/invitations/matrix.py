"""Who gets what at each address of the room (see tests/architecture)."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from communaute.comptes.services import add_member
from communaute.organisations.invitations import token_of
from communaute.organisations.models import OrganisationInvitation
from tests.architecture.posts import SIGN_IN, post
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory, kind_beside
from tests.conftest import ROLES


def invited(lead=None, **fields):
    """An invitation that waits, by `lead` of an agency."""
    agency = OrganisationFactory(kind=kind_beside(lead))
    lead = lead or UserFactory()
    add_member(organisation=agency, user=lead, role="responsable")
    now = timezone.now()
    given = {
        "email": "invitee@exemple.test",
        "role": "membre",
        "sent_at": now,
        "expires_at": now + timedelta(days=7),
    }
    return OrganisationInvitation.objects.create(
        organisation=agency, invited_by=lead, **given | fields
    )


def _agency(name):
    def scene(lead=None):
        row = invited(lead)
        keys = [] if name == "invite" else [row.pk]
        return reverse(f"invitations:{name}", args=[row.organisation.slug, *keys])

    return scene


def _link(person=None):
    row = invited(email=person.email if person else "invitee@exemple.test")
    return reverse("invitations:invitation", args=[token_of(row)])


_NEW = {"email": "autre@exemple.test", "role": "responsable"}
MATRIX = {
    "invitations:invite": {"url": _agency("invite"), "anonymous": 302}
    | dict.fromkeys(ROLES, 404)
    | {"equipe": 200},
    "invitations:invitation": {"url": _link, "anonymous": 200} | dict.fromkeys(ROLES, 200),
} | {
    f"invitations:{name}": {"url": _agency(name), "anonymous": 405} | dict.fromkeys(ROLES, 405)
    for name in ("send_again", "take_back")
}
POSTS = {
    "invitations:invite": post(_agency("invite"), _NEW, others=404, equipe=302).own(
        _agency("invite"), others=302
    ),
    "invitations:invitation": post(
        _link, {"reponse": "accepter"}, anonymous=SIGN_IN, others=409
    ).own(
        # An agency's: who works for an operator never moderates.
        _link,
        others=302,
        exploitant=409,
    ),
} | {
    f"invitations:{name}": post(_agency(name), others=404, equipe=302).own(
        _agency(name), others=302
    )
    for name in ("send_again", "take_back")
}
