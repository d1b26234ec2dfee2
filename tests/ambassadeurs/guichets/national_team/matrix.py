"""Who gets what at each address of the room (see tests/architecture)."""

from communaute.comptes.models import Membership
from tests.architecture.posts import REFUSED, post
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory
from tests.communaute.moderation.factories import CaseFactory
from tests.conftest import ROLES

_TEAM = {"anonymous": 302} | dict.fromkeys(ROLES, 403) | {"equipe": 200}
_POSTED = {"anonymous": 405} | dict.fromkeys(ROLES, 405)
REASON = "La personne a appelé ce matin."


def _account(end="", data=None):
    def scene(user=None):
        person = user or UserFactory(email="aidee@exemple.fr")
        address = f"/equipe/comptes/{person.pk}/{end}"
        return (address, data(person)) if data else address

    return scene


def _role(user=None):
    person = user or UserFactory()
    one = Membership.objects.create(user=person, organisation=OrganisationFactory())
    address = f"/equipe/comptes/{person.pk}/roles/{one.pk}/"
    return address, {f"role-{one.pk}-role": "membre", f"role-{one.pk}-reason": REASON}


def _remind():
    return f"/equipe/retards/dossiers/{CaseFactory().pk}/relancer/", {}


_code = _account("code/", lambda person: {"code-reason": REASON})
_close = _account("fermer/", lambda person: {"close-reason": REASON, "close-email": person.email})

MATRIX = {
    "national:accounts": {"url": lambda: "/equipe/comptes/"} | _TEAM,
    "national:account": {"url": _account()} | _TEAM,
    "national:code": {"url": _account("code/")} | _POSTED,
    "national:close": {"url": _account("fermer/")} | _POSTED,
    "national:role": {"url": lambda: _role()[0]} | _POSTED,
    "national:late": {"url": lambda: "/equipe/retards/"} | _TEAM,
    "national:remind_case": {"url": lambda: _remind()[0]} | _POSTED,
    "national:sign_in": {"url": lambda: "/comptes/connexion/aide/"}
    | dict.fromkeys(("anonymous", *ROLES), 200),
}
POSTS = {
    "national:accounts": post(
        lambda: ("/equipe/comptes/", {"words": "personne"}),
        others=403,
        equipe=200,
        nobody_owns="Une recherche.",
    ),
    "national:code": post(_code, others=403, equipe=302).own(_code, others=403, equipe=409),
    "national:close": post(_close, others=403, equipe=302).own(_close, others=403, equipe=409),
    "national:role": post(_role, others=403, equipe=302).own(_role, others=403, equipe=409),
    "national:remind_case": post(_remind, others=403, equipe=REFUSED, nobody_owns="Un dossier."),
    "national:sign_in": post(
        lambda: ("/comptes/connexion/aide/", {"email": "a@exemple.fr", "code": "123456"}),
        anonymous=422,
        others=422,
        nobody_owns="Un code.",
    ),
}
