"""What visitors read goes to the replica, when there is one (`DATABASE_REPLICA_URL`).

Only the GET of somebody without a session, outside of any transaction and before anything is
written; and only while the replica has the version of the public pages that the primary has. What
changes a public page moves that version in the same transaction: a replica that has the version has
the change, so that no page is ever made again from before it.

When it fails in the middle of a page, the page is made once more by the primary: nothing was
written yet, and nobody is told of an error.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from django.core.exceptions import MiddlewareNotUsed
from django.db import Error, connections
from django.http import HttpRequest, HttpResponse

from config.data.away import AWAY
from config.data.databases import REPLICA
from config.middleware import is_for_everybody
from socle.public_pages import read_version, version_of

logger = logging.getLogger(__name__)

PRIMARY = "default"
# How long the replica is left alone after a failure.
RETRY_S = 5.0


class _Reading(threading.local):
    """Whether the request of this thread reads from the replica, and whether that failed."""

    replica = False
    failed = False


_reading = _Reading()


class ReplicaRouter:
    """Which database answers: the primary, but for what `ReplicaMiddleware` has allowed."""

    def db_for_read(self, model: object, **hints: object) -> str:
        if _reading.replica and not connections[PRIMARY].in_atomic_block:
            return REPLICA
        return PRIMARY

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
        if not (is_for_everybody(request) and self._is_current(request)):
            return self.get_response(request)
        try:
            _reading.replica = True
            with connections[REPLICA].execute_wrapper(_watch):
                response = self.get_response(request)
            has_failed = _reading.failed and response.status_code >= 500
        finally:
            _reading.replica = _reading.failed = False
        if not has_failed:
            return response
        logger.warning("the replica failed in the middle of a page; primary for %s s", RETRY_S)
        self._leave_alone()
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page that is about to be made again is not an error: neither logged nor told. What
        fails between two rows of a cursor (`.iterator()`) comes here alone."""
        if isinstance(exception, AWAY):
            _reading.failed = _reading.failed or _reading.replica
        return HttpResponse(status=503) if _reading.failed else None

    def _is_current(self, request: HttpRequest) -> bool:
        """Whether the replica answers, and knows what the primary knew as the request came."""
        if time.monotonic() < self.away_until:
            return False
        known = version_of(request)
        try:
            return read_version(using=REPLICA) == known
        except Error:
            self._leave_alone()
            return False

    def _leave_alone(self) -> None:
        self.away_until = time.monotonic() + RETRY_S
        connections[REPLICA].close()


def _watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """Note that a query of the replica failed, unless something was written before it."""
    try:
        return execute(sql, params, many, context)
    except AWAY:
        _reading.failed = _reading.replica
        raise
