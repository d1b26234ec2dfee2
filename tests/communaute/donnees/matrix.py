"""Who gets what at each address of the room (see tests/architecture)."""

from communaute.donnees.building import link_of
from tests.architecture.posts import post
from tests.communaute.donnees.factories import ExportFactory
from tests.conftest import ROLES

MATRIX = {
    "donnees:home": {"url": lambda: "/mon-compte/donnees/", "anonymous": 302}
    | dict.fromkeys(ROLES, 200),
    "donnees:export": {"url": lambda: "/mon-compte/donnees/copie/", "anonymous": 302}
    | dict.fromkeys(ROLES, 200),
    "donnees:ask": {"url": lambda: "/mon-compte/donnees/copie/demander/", "anonymous": 302}
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
    "donnees:ask": post(
        lambda: "/mon-compte/donnees/copie/demander/",
        others=302,
        nobody_owns="Chacun demande la copie de ses données.",
    ),
}
