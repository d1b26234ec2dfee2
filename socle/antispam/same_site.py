"""Told apart: what comes from our pages, and what another site makes a browser send.

For pages kept for everybody, which can hold no token of a session, and for what is refused even
with one.
"""

from urllib.parse import urlsplit

from django.http import HttpRequest


def comes_from_elsewhere(request: HttpRequest) -> bool:
    """Whether the page that sent this is of another site, by what the browser says of it.

    A neighbour of our domain (`same-site`) is another site. Browsers that do not know
    `Sec-Fetch-Site` send `Origin` with a POST (« null » from a frame without one), or at least
    `Referer`. What says nothing is no browser: it carries nobody's session.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site not in {"same-origin", "none"}
    sender = request.headers.get("Origin") or request.headers.get("Referer")
    if not sender:
        return False
    page = urlsplit(sender)
    here = (request.scheme, request.get_host().lower())
    return (page.scheme.lower(), page.netloc.lower()) != here
