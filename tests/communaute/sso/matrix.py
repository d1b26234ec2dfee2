"""Addresses of the providers of identity, none of which is set here: each answers 404 to all (see
tests/architecture). What they do once set is in test_franceconnect.py. And what leads decide.
"""

from collections.abc import Callable

from django.urls import reverse

from communaute.comptes.services import add_member
from communaute.sso.models import AccessRequest
from tests.architecture.posts import post
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory, kind_beside
from tests.conftest import ROLES


def _to(name: str) -> Callable[[], str]:
    return lambda: reverse(f"sso:{name}", args=["franceconnect"])


def _asked(lead=None):
    organisation = OrganisationFactory(kind=kind_beside(lead))
    if lead is not None:
        add_member(organisation=organisation, user=lead, role="responsable")
    one = AccessRequest.objects.create(
        kind="membership", user=UserFactory(), organisation=organisation, way="proconnect"
    )
    return reverse("sso_access:decide", args=[one.pk])


NAMES = ("start", "back", "left", "address", "code", "name", "unlink")
MATRIX = {
    f"sso:{name}": {"url": _to(name), "anonymous": 404} | dict.fromkeys(ROLES, 404)
    for name in NAMES
} | {
    "sso_access:list": {
        "url": lambda: reverse("sso_access:list"),
        "anonymous": 302,
    }
    | dict.fromkeys(ROLES, 403)
    | {"equipe": 200},
    "sso_access:decide": {"url": _asked, "anonymous": 405} | dict.fromkeys(ROLES, 405),
}
POSTS = {
    f"sso:{name}": post(
        _to(name), anonymous=404, others=404, nobody_owns="Aucun fournisseur n’est réglé ici."
    )
    for name in ("start", "address", "code", "name", "unlink")
} | {
    "sso_access:decide": post(_asked, {"decision": "accepter"}, others=403, equipe=302).own(
        _asked, others=302
    )
}
