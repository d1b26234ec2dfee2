"""Told apart: what comes from our pages, and what another site makes a browser send."""

from urllib.parse import urlsplit

from django.http import HttpRequest


def comes_from_elsewhere(request: HttpRequest) -> bool:
    """Whether the page that sent this is of another site, by what the browser says of it.

    Browsers that do not know `Sec-Fetch-Site` send `Origin` with a POST (« null » from a frame
    without one), or at least `Referer`. What says nothing is no browser: no session is at stake.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "cross-site"
    sender = request.headers.get("Origin") or request.headers.get("Referer")
    return bool(sender) and urlsplit(sender).netloc.lower() != request.get_host().lower()
