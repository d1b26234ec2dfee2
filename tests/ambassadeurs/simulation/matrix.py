"""Rights on the page of prices: everybody, without account."""

from tests.conftest import ROLES

EVERYONE = dict.fromkeys(("anonymous", *ROLES), 200)

MATRIX = {
    "simulation:simulate": {"url": lambda: "/simuler/?logements=60", **EVERYONE},
}
