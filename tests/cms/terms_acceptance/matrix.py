"""Who gets what at each address of the room (see tests/architecture)."""

from tests.architecture.posts import post
from tests.conftest import ROLES

MATRIX = {
    "terms:rules": {"url": lambda: "/mon-compte/regles/", "anonymous": 302}
    | dict.fromkeys(ROLES, 200),
}
POSTS = {
    "terms:rules": post(
        lambda: ("/mon-compte/regles/", {"accord": "oui"}),
        others=302,
        nobody_owns="Chacun répond pour soi.",
    ),
}
