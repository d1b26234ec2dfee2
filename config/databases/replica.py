"""What visitors read goes to the replica, when there is one (`DATABASE_REPLICA_URL`).

Only the GET of somebody without a session, outside of any transaction and before anything is
written; and only while the replica has the version of the public pages that the primary has: what
changes a public page moves that version after it, so that a replica that has the version has the
change. A replica that goes away in the middle of a page is a 503, as any database (`away`).
"""

import sys
import threading
import time
from collections.abc import Callable

from django.core.exceptions import MiddlewareNotUsed
from django.core.signals import got_request_exception
from django.db import Error, InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from config.databases.databases import REPLICA
from config.middleware import is_for_everybody
from socle.public_pages import read_version, version_of

PRIMARY = "default"
# How long the replica is left alone when it did not answer.
RETRY_S = 5.0
_reading = threading.local()


class ReplicaRouter:
    """Which database answers: the primary, but for what `ReplicaMiddleware` has allowed."""

    def db_for_read(self, model: object, **hints: object) -> str:
        allowed = getattr(_reading, "replica", False)
        return REPLICA if allowed and not connections[PRIMARY].in_atomic_block else PRIMARY

    def db_for_write(self, model: object, **hints: object) -> str:
        # What is read after is what was written.
        _reading.replica = False
        return PRIMARY

    def allow_relation(self, first: object, second: object, **hints: object) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool | None:
        return False if db == REPLICA else None


class ReplicaMiddleware:
    """Let the views read from the replica, for whom has no session. Inside of the page cache: a
    page that is kept asks nothing of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if REPLICA not in set(connections):
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.away_until = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _reading.replica = is_for_everybody(request) and self._is_current(request)
        try:
            return self.get_response(request)
        finally:
            _reading.replica = False

    def _is_current(self, request: HttpRequest) -> bool:
        """Whether the replica answers, and knows what the primary knew as the request came."""
        if time.monotonic() < self.away_until:
            return False
        try:
            return read_version(using=REPLICA) == version_of(request)
        except Error:
            self.away_until = time.monotonic() + RETRY_S
            connections[REPLICA].close()
            return False


# What a database that goes away raises, and what people read meanwhile.
#
# It restarts, has no room, or no connection left to give. A query that is wrong raises something
# else, and is wrong again in a moment.


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
