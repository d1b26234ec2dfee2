"""The figures are public: everybody reads them."""

from tests.conftest import ROLES

_ALL = dict.fromkeys(("anonymous", *ROLES), 200)
MATRIX = {
    "transparency:page": {"url": lambda: "/moderation/transparence/"} | _ALL,
    "transparency:csv": {"url": lambda: "/moderation/transparence.csv"} | _ALL,
    "transparency:json": {"url": lambda: "/moderation/transparence.json"} | _ALL,
}
POSTS = {}
