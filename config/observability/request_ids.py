"""Which request a line of the log, or an error page, is about: who writes to us can quote it."""

import re
from collections.abc import Callable
from contextvars import ContextVar
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

NONE = "-"
_current: ContextVar[str] = ContextVar("request_id", default=NONE)
# As nginx, Caddy and HAProxy make them: nothing that could forge a line.
_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")


def request_id() -> str:
    """That of the request being answered, or `-` outside of one."""
    return _current.get()


class RequestIdMiddleware:
    """Number each request that reaches Django; a proxy of ours (`TRUSTED_PROXY_COUNT`) may give
    the number, in `X-Request-Id`, so that its log and ours say the same."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        is_ours = settings.ALLAUTH_TRUSTED_PROXY_COUNT > 0 and _GIVEN.fullmatch(given)
        token = _current.set(given if is_ours else uuid4().hex)
        try:
            return self.get_response(request)
        finally:
            _current.reset(token)
