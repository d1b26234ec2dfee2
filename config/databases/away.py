"""What a database that goes away raises, and what people read meanwhile.

It restarts, has no room, or no connection left to give. A query that is wrong raises something
else, and is wrong again in a moment.
"""

import sys
from collections.abc import Callable

from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

AWAY = (OperationalError, InterfaceError)
# A database that restarts is back by then.
RETRY_AFTER_S = 10


class DatabaseAwayMiddleware:
    """« Dans quelques instants » in place of « Quelque chose s’est mal passé », wherever the
    database was asked: a middleware, a session, a view. In development too: people see it.

    Needs nothing of the database. The error is in the log, as any other.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        got_request_exception.connect(_note, dispatch_uid="database_away")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 500 or not getattr(request, "is_database_away", False):
            return response
        headers = {"Retry-After": str(RETRY_AFTER_S), "Cache-Control": "no-store"}
        context = {"is_sent": request.method == "POST"}
        return HttpResponse(render_to_string("503.html", context), status=503, headers=headers)


def _note(sender: object, request: HttpRequest, **kwargs: object) -> None:
    if isinstance(sys.exception(), AWAY):
        request.is_database_away = True  # type: ignore[attr-defined]
