"""Data of connection that the law asks of who hosts what people publish (LCEN, décret 2021-1362):
from where each text, visit or retour d’expérience was published. Written, kept a year, erased; no
page, no admin, no copy shows them.

Private messages are not hosted for the public: nothing is kept of them. Nor of what is answered by
mail: a provider brings it, and the address of who wrote does not come with it.
"""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse

from .numbers import NUMBERS
from .sessions.models import Connection

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


def note_published(content: Any, *, account: int | None, now: datetime) -> None:
    """Write from where this text was published or changed: one INSERT, none outside a request."""
    origin = current_origin()
    if origin is None or account is None:
        return
    Connection.objects.create(
        account_number=account,
        content_type=ContentType.objects.get_for_model(content),
        object_id=content.pk,
        ip=origin.ip,
        port=origin.port,
        at=now,
    )


def past(now: datetime) -> list[int]:
    """Rows (pks) whose time is over."""
    limit = now - timedelta(days=NUMBERS.connection_days)
    return list(
        Connection.objects.filter(at__lte=limit).order_by("pk").values_list("pk", flat=True)
    )


def purge(pk: int, now: datetime) -> dict[str, int]:
    """Erase one row whose time is over."""
    limit = now - timedelta(days=NUMBERS.connection_days)
    erased, _ = Connection.objects.filter(pk=pk, at__lte=limit).delete()
    return {"connections_erased": erased}
