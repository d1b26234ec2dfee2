"""The address just tested, for who asks next: kept by their browser, never by us nor in a URL.

Only the pages where one writes to somebody receive it; signed, for one hour, beside the token of
its test: a result that was shared gives the distance, not the address. Its point is kept the same
way for the map of the result, which reads it in the browser: no page is written with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core import signing

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ..models import AddressTest
    from .addressing import Trial

COOKIE: Final = "adresse_testee"
# Read by `js/reseaux/map.js`.
POINT_COOKIE: Final = "point_teste"
SALT: Final = "reseaux.adresse"
SECONDS: Final = 3600
# Nothing else of the site is sent it.
PATH: Final = "/mises-en-relation/"


def remember_address(response: HttpResponse, test: AddressTest, label: str) -> None:
    """Give the browser the address of this test to keep; nothing for a point or a commune."""
    if not label:
        return
    response.set_cookie(
        COOKIE,
        signing.dumps({"test": str(test.token), "address": label}, salt=SALT, compress=True),
        max_age=SECONDS,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def remember_point(response: HttpResponse, tested: Trial) -> None:
    """Give the browser the point of this result, for its map; nothing for a commune."""
    if tested.longitude is None or tested.latitude is None:
        return
    response.set_cookie(
        POINT_COOKIE,
        f"{tested.longitude:.5f}_{tested.latitude:.5f}",
        max_age=SECONDS,
        path=tested.test.get_absolute_url(),
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def tested_address(request: HttpRequest, test: AddressTest | None) -> str:
    """The address of this very test, when this browser made it within the hour; else ""."""
    if test is None:
        return ""
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return ""
    return kept["address"] if kept["test"] == str(test.token) else ""


def forget_address(response: HttpResponse) -> None:
    """Once it is sent, the browser need not keep it."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
