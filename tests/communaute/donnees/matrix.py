"""Who gets what at each address of the room (see tests/architecture)."""

from tests.conftest import ROLES

MATRIX = {
    "donnees:home": {"url": lambda: "/mon-compte/donnees/", "anonymous": 302}
    | dict.fromkeys(ROLES, 200),
    "donnees:former": {"url": lambda: "/mon-compte/mes-donnees/", "anonymous": 301}
    | dict.fromkeys(ROLES, 301),
    "donnees:rows": {"url": lambda: "/mon-compte/donnees/comptes-user/", "anonymous": 302}
    | dict.fromkeys(ROLES, 200),
}
POSTS: dict = {}
