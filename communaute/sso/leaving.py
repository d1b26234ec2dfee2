"""Signing out at the provider too, by the browser: one's session there is not ours to end."""

from urllib.parse import urlencode

from django.core import signing
from django.http import HttpRequest
from django.utils.crypto import get_random_string

from .identity import SIGNED_IN_KEY
from .ways import find_way

SALT = "sso.leaving"
STATE_S = 600


def departure(request: HttpRequest) -> str:
    """Where to send whoever signs out, or "": the provider's own door, which sends back to us.

    Asked before the session is emptied. The state is signed: no session is left to keep it.
    """
    kept = request.session.get(SIGNED_IN_KEY)
    way = find_way(kept["way"]) if isinstance(kept, dict) else None
    if way is None or not kept["end_session"]:
        return ""
    told = {
        "id_token_hint": kept["id_token"],
        "state": signing.TimestampSigner(salt=SALT).sign(get_random_string(43)),
        "post_logout_redirect_uri": way.left_url,
    }
    door = kept["end_session"]
    return f"{door}{'&' if '?' in door else '?'}{urlencode(told)}"


def came_back(state: str) -> bool:
    """Whether the provider sent back what we gave it."""
    try:
        signing.TimestampSigner(salt=SALT).unsign(state, max_age=STATE_S)
    except signing.BadSignature:
        return False
    return True
