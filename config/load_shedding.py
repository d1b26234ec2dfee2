"""How the web processes live, and whose turn it is.

Whose turn it is to be answered by one of Django's threads, and who is told to come back.

First come, first served. Who would wait longer than `WAIT_S`, by what requests took lately, is
refused early: the others are answered while somebody still waits for the answer. A client that
leaves while it waits leaves its turn; what nobody reads is not worked for.
"""

import asyncio
import ctypes
import logging
import math
import multiprocessing
import os
import signal
import sys
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

logger = logging.getLogger(__name__)

# Nobody waits longer for a turn.
WAIT_S = 5.0
# Before it is refused: programs that ask again at once would take all the time of the machine.
HOLD_S = 1.0
# How many requests tell what one takes; fewer say nothing yet.
LATELY = 64
# The log has one line so often, however many are refused.
SAY_S = 60


class TooMany(Exception):
    """No turn would come in time; `retry_after_s` says when to ask again."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(retry_after_s)
        self.retry_after_s = retry_after_s


class ClientLeft(Exception):
    """Nobody waits for the answer any more."""


class Turns:
    """The turns of one process; all of it happens in its event loop."""

    def __init__(self, threads: int) -> None:
        self.threads = threads
        self.taken = 0
        self.waiting: OrderedDict[asyncio.Future[None], None] = OrderedDict()
        # Seconds that the last requests took of their thread.
        self.took: deque[float] = deque(maxlen=LATELY)
        self.say_at = -math.inf

    @asynccontextmanager
    async def turn(self, proto: Any) -> AsyncIterator[None]:
        """Hold a turn for the length of the block. Raises TooMany or ClientLeft."""
        await self._take(proto)
        begun = time.monotonic()
        try:
            yield
        finally:
            # What takes longer than anybody waits tells nothing more by taking an hour.
            self.took.append(min(time.monotonic() - begun, WAIT_S))
            self._give()

    def expected_s(self) -> float:
        """How long who comes now would wait."""
        if len(self.took) < LATELY:
            return 0.0
        return (len(self.waiting) + 1) * sum(self.took) / LATELY / self.threads

    async def _take(self, proto: Any) -> None:
        if self.taken < self.threads:
            self.taken += 1
            return
        if self.expected_s() > WAIT_S:
            refused = self._too_many()
            await asyncio.sleep(HOLD_S)
            raise refused
        mine = asyncio.get_running_loop().create_future()
        self.waiting[mine] = None
        left = asyncio.ensure_future(proto.client_disconnect())
        is_kept = False
        try:
            await asyncio.wait({mine, left}, timeout=WAIT_S, return_when=asyncio.FIRST_COMPLETED)
            is_kept = mine.done() and not left.done()
        finally:
            if not is_kept:
                self._leave(mine)
            has_left = left.done()
            left.cancel()
        if has_left:
            raise ClientLeft
        if not is_kept:
            raise self._too_many()

    def _give(self) -> None:
        if self.waiting:
            self.waiting.popitem(last=False)[0].set_result(None)
        else:
            self.taken -= 1

    def _leave(self, mine: asyncio.Future[None]) -> None:
        if mine.done():
            self._give()
        else:
            del self.waiting[mine]

    def _too_many(self) -> TooMany:
        now = time.monotonic()
        if now >= self.say_at:
            self.say_at = now + SAY_S
            took_ms = 1000 * sum(self.took) / max(len(self.took), 1)
            logger.warning(
                "requests are refused: %s wait, one takes %.0f ms", len(self.waiting), took_ms
            )
        return TooMany(math.ceil(max(self.expected_s(), WAIT_S)))


# No process of the web outlives granian: importing this, first of all, sees to it.


def end_with_parent() -> None:
    """Ask the kernel to end this process of granian's when granian dies (Linux), and end it now if
    that has happened already: no orphan keeps the port. Nothing in a process that has no parent.

    To be called before anything else: the service takes seconds to load.
    """
    parent = multiprocessing.parent_process()
    if parent is None or sys.platform != "linux":
        return
    # Granian's own handler came along with the fork: it would only note the signal, for the parent.
    # The one that lets requests end takes its place once the service is loaded.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    set_parent_death_signal = 1  # PR_SET_PDEATHSIG, <linux/prctl.h>
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)
    if os.getppid() != parent.pid:  # it died before the kernel was told
        os.kill(os.getpid(), signal.SIGTERM)


end_with_parent()
