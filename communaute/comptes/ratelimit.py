"""A limit on how often one visitor may do one thing, kept in the cache.

Counts by client address as django-allauth does: the proxies named by `TRUSTED_PROXY_COUNT` are
looked through, and an IPv6 visitor is its whole /64 network.
"""

from allauth.core.internal import ratelimit
from django.http import HttpRequest


def allow(request: HttpRequest, *, action: str, rate: str, key: str = "") -> bool:
    """Count one act and return whether it is within `rate` ("5/m", "20/h", "3/10m").

    Signed-in people are counted by account, others by network address; all by `key` (an
    organisation, for instance) when it is given.
    """
    by_account = request.user.is_authenticated if hasattr(request, "user") else False
    per = "user" if by_account else "ip"
    usage = ratelimit.consume(
        request,
        app="chauffage_urbain",
        action=action,
        config={action: f"{rate}/{'key' if key else per}"},
        key=key or None,
        limit_get=True,
    )
    return usage is not None
