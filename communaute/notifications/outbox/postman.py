"""The postman: a thread of the worker that empties the outbox, whatever the tasks are doing.

A slow task never keeps a sign-in code waiting, a database or a mail server that is down never
stops the worker: the thread waits, and tries again.
"""

from __future__ import annotations

import logging
import threading
from types import TracebackType
from typing import Self

from django.db import Error, close_old_connections, connection

from .delivery import drain

logger = logging.getLogger(__name__)

IDLE_S = 1.0
# After a pass in which nothing could leave, or whose database was away.
TROUBLE_S = 5.0
# What a mail being sent is given to finish when the worker stops; beyond, its claim expires.
STOP_S = 8.0


class Postman:
    """`with Postman(): …` — mails leave for as long as the block lasts."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="postman", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join(STOP_S)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._stop.wait(self._pass())
        connection.close()

    def _pass(self) -> float:
        """Empty the outbox once; how many seconds to wait before the next time."""
        close_old_connections()
        try:
            done = drain()
        except Error:
            logger.exception("the outbox cannot be read")
            connection.close()
            return TROUBLE_S
        except Exception:
            logger.exception("the outbox cannot be emptied")
            return TROUBLE_S
        return TROUBLE_S if set(done) == {"retried"} else IDLE_S
