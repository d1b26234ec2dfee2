"""Whether a form was sent from a page of ours, without a token.

Pages kept for everybody can hold no token, which lives in a session. The browser itself says
where a form was sent from (`Sec-Fetch-Site`, or `Origin` for those that do not know it); what
says neither is no browser, and carries nobody's session.
"""

from django.http import HttpRequest


def is_from_here(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or origin == f"{request.scheme}://{request.get_host()}"
