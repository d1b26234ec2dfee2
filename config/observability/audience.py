"""Counting the pages that people open, in memory, then by one write every few seconds.

No cookie, no address of a machine, nothing of a person: a page, a day, the site one comes from. It
costs a page that is already made an addition in a dictionary.
"""

import asyncio
import logging
import re
from collections import Counter
from concurrent.futures import Executor
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.db import Error, close_old_connections
from django.utils import timezone

from socle.audience import View, add_views
from socle.models import WITHIN

logger = logging.getLogger(__name__)

FLUSH_S = 10.0
# Of a process, between two writes: who invents referrers fills nothing more.
MAX_KEYS = 2_000
SHUTDOWN_S = 3.0
READ = frozenset({200, 304})
# A browser says Mozilla; what reads for a machine says its name, or where to read about it.
_ROBOT = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|archiver|preview|scan|monitor|headless|lighthouse|https?://|@",
    re.IGNORECASE,
)
_HOST = re.compile(r"[a-z0-9.-]+\.[a-z]{2,}")


@lru_cache(maxsize=2_048)
def is_robot(agent: str) -> bool:
    return not agent.startswith("Mozilla/") or bool(_ROBOT.search(agent))


def is_opened_by_a_person(scope: Any) -> bool:
    """A page that somebody looks at: neither a file, nor what a page fetches, nor a robot."""
    headers = scope.headers
    if scope.method != "GET" or "." in scope.path.rpartition("/")[2]:
        return False
    wanted = headers.get("sec-fetch-dest")
    if wanted is None:
        if "text/html" not in (headers.get("accept") or ""):
            return False
    elif wanted != "document":
        return False
    if "prefetch" in (headers.get("sec-purpose") or headers.get("purpose") or ""):
        return False
    return not is_robot(headers.get("user-agent") or "")


def referrer_of(scope: Any) -> str:
    """The host of the other site, "" when none is told, `WITHIN` from ours."""
    told = scope.headers.get("referer") or ""
    if not told:
        return ""
    try:
        there = urlsplit(told)
        host = (there.hostname or "").removeprefix("www.")
        here = (scope.headers.get("host") or "").partition(":")[0].lower().removeprefix("www.")
    except ValueError:
        return ""
    if host == here:
        return WITHIN
    return host if _HOST.fullmatch(host) else ""


class Audience:
    """What one process counted and has not written yet."""

    def __init__(self, pool: Executor) -> None:
        self.pool = pool
        self.counts: Counter[View] = Counter()
        self.due: asyncio.TimerHandle | None = None

    def count(self, scope: Any, *, is_public: bool) -> None:
        """Count a page that was answered; its address is kept only when anybody may read it."""
        if not is_opened_by_a_person(scope):
            return
        key = (timezone.localdate(), scope.path if is_public else "", referrer_of(scope))
        if key not in self.counts and len(self.counts) >= MAX_KEYS:
            key = (key[0], "", WITHIN if key[2] == WITHIN else "")
        self.counts[key] += 1
        if self.due is None:
            self.due = asyncio.get_running_loop().call_later(FLUSH_S, self.flush)

    def flush(self) -> None:
        """Have one of Django's threads write what was counted."""
        self.due = None
        if self.counts:
            counts, self.counts = self.counts, Counter()
            self.pool.submit(write, counts)

    def end(self) -> None:
        """The process stops: write the rest, or leave it when the database does not answer."""
        if self.counts:
            self.pool.submit(write, self.counts).result(timeout=SHUTDOWN_S)


def write(counts: Counter[View]) -> None:
    """Add to the database; without it, these seconds are not counted: pages matter more."""
    try:
        add_views(counts)
    except Error as error:
        logger.warning("%s pages opened were not counted (%s)", counts.total(), error)
    finally:
        close_old_connections()
