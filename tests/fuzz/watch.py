"""What a request does besides answering: the rows it writes, the errors it logs."""

import logging
import re
import traceback
from collections.abc import Callable
from typing import Any

from tests.database import ROOMS, ROOT

_WRITES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP|TRUNCATE)\b", re.I)
_SAVEPOINT = re.compile(r'(ROLLBACK TO )?SAVEPOINT "?(\w+)')


class Watch(logging.Handler):
    """An `execute_wrapper` of the connection and a handler of the logs, emptied by `start`."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.start()

    def start(self) -> None:
        self.writes: list[str] = []
        self.errors: list[str] = []
        self._marks: dict[str, int] = {}

    def __call__(self, execute: Callable[..., Any], sql: Any, *others: Any) -> Any:
        """Keep what is written and not rolled back; sessions are where tokens of forms live."""
        text = str(sql)
        if point := _SAVEPOINT.match(text):
            if point[1]:
                del self.writes[self._marks.get(point[2], 0) :]
            else:
                self._marks[point[2]] = len(self.writes)
        elif _WRITES.match(text) and "comptes_opensession" not in text:
            self.writes.append(text[:200])
        return execute(sql, *others)

    def emit(self, record: logging.LogRecord) -> None:
        """Refusals of suspicious requests (400) are logged as errors by Django: they are not."""
        if record.name.startswith("django.security"):
            return
        error = record.exc_info[1] if record.exc_info else None
        self.errors.append(described(error) if error else record.getMessage()[:300])


def described(error: BaseException) -> str:
    """The error, and below it the calls of our own code that led to it, nearest last."""
    calls = traceback.extract_tb(error.__traceback__)
    places = [f"{call.filename.removeprefix(f'{ROOT}/')}:{call.lineno}" for call in calls]
    # Neither libraries, nor what every request goes through.
    ours = [place for place in places if place.startswith(ROOMS) and "/middleware.py" not in place]
    return "\n  ".join([f"{type(error).__name__}: {str(error)[:300]}", *(ours or places)[-8:]])
