"""Addresses of the providers of identity, none of which is set here: each answers 404 to all (see
tests/architecture). What they do once set is in test_franceconnect.py.
"""

from collections.abc import Callable

from django.urls import reverse

from tests.architecture.posts import post
from tests.conftest import ROLES


def _to(name: str) -> Callable[[], str]:
    return lambda: reverse(f"federation:{name}", args=["franceconnect"])


NAMES = ("start", "back", "left", "address", "code", "name", "unlink")
MATRIX = {
    f"federation:{name}": {"url": _to(name), "anonymous": 404} | dict.fromkeys(ROLES, 404)
    for name in NAMES
}
POSTS = {
    f"federation:{name}": post(
        _to(name), anonymous=404, others=404, nobody_owns="Aucun fournisseur n’est réglé ici."
    )
    for name in ("start", "address", "code", "name", "unlink")
}
