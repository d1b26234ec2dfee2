"""Where the request of this thread comes from, for whoever publishes in it."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import ip_address

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

# Where a provider of mail brings the answers of people: its address is not theirs.
BROUGHT = "/courriels-recus/"


@dataclass(frozen=True, slots=True)
class Origin:
    """An address, and its port when no proxy of ours hides it."""

    ip: str
    port: int | None


_request: ContextVar[HttpRequest | None] = ContextVar("request_of_publication", default=None)


class OriginMiddleware:
    """Keeps the requests that may publish at hand; costs nothing to those that read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or request.path.startswith(BROUGHT):
            return self.get_response(request)
        token = _request.set(request)
        try:
            return self.get_response(request)
        finally:
            _request.reset(token)


def current_origin() -> Origin | None:
    """Where what is being written comes from; None outside of a request, or when it cannot be told.

    The proxies named by `TRUSTED_PROXY_COUNT` are believed, no other.
    """
    request = _request.get()
    if request is None:
        return None
    try:
        ip = str(ip_address(get_adapter(request).get_client_ip(request)))
    except ValueError:
        return None
    port = request.META.get("REMOTE_PORT", "")
    seen = str(port).isdigit() and not settings.ALLAUTH_TRUSTED_PROXY_COUNT
    return Origin(ip, int(port) if seen else None)
