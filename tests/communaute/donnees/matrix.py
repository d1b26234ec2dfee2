"""Who gets what at each address of the room (see tests/architecture)."""

from communaute.donnees.account_closing import address_to_take_back, leave
from communaute.donnees.data_copy import link_of
from tests.architecture.posts import post
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.donnees.factories import ExportFactory
from tests.conftest import ROLES


def _to_take_back() -> str:
    return address_to_take_back(leave(actor=UserFactory(), texts="garder"))


MATRIX = {
    "donnees:close": {"url": lambda: "/mon-compte/fermer/", "anonymous": 302}
    | dict.fromkeys(ROLES, 200),
    "donnees:closed": {"url": lambda: "/mon-compte/fermer/fait/", "anonymous": 200}
    | dict.fromkeys(ROLES, 200),
    "donnees:take_back": {"url": _to_take_back, "anonymous": 200} | dict.fromkeys(ROLES, 200),
    "donnees:home": {"url": lambda: "/mon-compte/donnees/", "anonymous": 302}
    | dict.fromkeys(ROLES, 200),
    "donnees:export": {"url": lambda: "/mon-compte/donnees/copie/", "anonymous": 302}
    | dict.fromkeys(ROLES, 200),
    "donnees:ask": {"url": lambda: "/mon-compte/donnees/copie/demander/", "anonymous": 302}
    | dict.fromkeys(ROLES, 200),
    "donnees:right": {"url": lambda: "/mon-compte/donnees/corriger-m-opposer/", "anonymous": 302}
    | dict.fromkeys(ROLES, 200),
    # Nobody else’s copy: its signed address leads back to where one’s own stands.
    "donnees:download": {"url": lambda: link_of(ExportFactory()), "anonymous": 302}
    | dict.fromkeys(ROLES, 302),
    "donnees:former": {"url": lambda: "/mon-compte/mes-donnees/", "anonymous": 301}
    | dict.fromkeys(ROLES, 301),
    "donnees:rows": {"url": lambda: "/mon-compte/donnees/comptes-user/", "anonymous": 302}
    | dict.fromkeys(ROLES, 200),
}
POSTS = {
    "donnees:close": post(
        lambda: ("/mon-compte/fermer/", {"textes": "garder", "sure": "on"}),
        others=302,
        nobody_owns="Chacun ferme son compte.",
    ),
    # The signed address is the right.
    "donnees:take_back": post(_to_take_back, anonymous=200, others=200, nobody_owns="Lien signé."),
    "donnees:ask": post(
        lambda: "/mon-compte/donnees/copie/demander/",
        others=302,
        nobody_owns="Chacun demande la copie de ses données.",
    ),
    "donnees:right": post(
        lambda: (
            "/mon-compte/donnees/corriger-m-opposer/",
            {"droit": "corriger", "texte": "Ma commune est fausse."},
        ),
        others=302,
        nobody_owns="Chacun demande pour son propre compte.",
    ),
}
