"""Public pages answered before Django: what left it is kept here, whole, and sent again.

Each web process keeps the last answers that `PublicPageCacheMiddleware` allows to keep, with every
header that Django gave them. Before each one the version of the public pages is read from the
database, by one reading for all the requests that wait for it and that begins after they came: what
is hidden is gone here as soon as everywhere. In doubt Django answers. While the database restarts
nobody can hide anything: the pages of a moment ago are shown, for a minute at most.

A page that only lacks what was just added is served while it is made again, once
(`stale-while-revalidate`, RFC 5861), for a minute at most.
"""

import asyncio
import logging
import math
import sqlite3
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections
from django.middleware.gzip import re_accepts_gzip
from psycopg.conninfo import make_conninfo

from config.middleware import CachedPage
from socle.parameters import read_of
from socle.public_pages import LATE_S, Version, is_current

logger = logging.getLogger(__name__)

# Of a process: the bytes of the answers that it keeps. The cache of Django has the others.
MAX_BYTES = 32 * 2**20
# How long the database is left alone after a failure, and how long a reading may take.
RETRY_S = 1.0
READ_S = 1.0
SQL = "SELECT number, community FROM socle_publicversion WHERE id = 1"

Headers = list[tuple[str, str]]
Key = tuple[str, ...]


REFUSED = ("range", "authorization", "transfer-encoding")


@dataclass(frozen=True, slots=True)
class Answered:
    """A whole response of Django."""

    status: int
    headers: Headers
    body: bytes


@dataclass(slots=True)
class Page:
    """An answer as it left Django; `seen_at`: when it was last known to be of now (monotonic)."""

    path: str
    kept: CachedPage
    headers: Headers
    body: bytes
    etag: str
    # The headers of the 304 that Django gives to who has this page already, once it gave one.
    unchanged: Headers | None = None
    seen_at: float = 0.0


class PagesKept:
    """Answers by address, the least asked forgotten first when they weigh too much."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self.max_bytes = max_bytes
        self.bytes = 0
        self.pages: OrderedDict[Key, Page] = OrderedDict()

    def get(self, key: Key) -> Page | None:
        page = self.pages.get(key)
        if page is not None:
            self.pages.move_to_end(key)
        return page

    def put(self, key: Key, page: Page) -> None:
        self.forget(key)
        self.pages[key] = page
        self.bytes += _weight(key, page)
        while self.bytes > self.max_bytes:
            self.forget(next(iter(self.pages)))

    def forget(self, key: Key) -> None:
        page = self.pages.pop(key, None)
        if page is not None:
            self.bytes -= _weight(key, page)


def _weight(key: Key, page: Page) -> int:
    # Addresses are the visitor's to choose, headers are about a kilobyte.
    return len(page.body) + sum(map(len, key)) + 1_024


class VersionReader:
    """The version of now, read once for all who ask before a reading begins."""

    def __init__(self) -> None:
        self.running: asyncio.Task[Version | None] | None = None
        self.next: asyncio.Task[Version | None] | None = None
        self.retry_at = 0.0
        # Whether it is gone, rather than slow: what is slow may have changed meanwhile.
        self.is_away = False
        database = connections["default"]
        self.vendor = database.vendor
        self.parameters = database.get_connection_params()
        self.conninfo = make_conninfo(
            **{
                name: str(value)
                for name, value in self.parameters.items()
                if isinstance(value, str | int) and name != "prepare_threshold"
            }
            if self.vendor == "postgresql"
            else {}
        )
        self.postgres: psycopg.AsyncConnection[Any] | None = None
        self.sqlite: sqlite3.Connection | None = None

    async def read(self) -> Version | None:
        """None when the database does not answer."""
        if time.monotonic() < self.retry_at:
            return None
        if self.vendor == "sqlite":
            return self._from_sqlite()
        if self.next is None:
            self.next = asyncio.create_task(self._after(self.running))
        # A visitor who leaves must not take the others' answer along.
        return await asyncio.shield(self.next)

    async def _after(self, running: asyncio.Task[Version | None] | None) -> Version | None:
        if running is not None and not running.done():
            await asyncio.wait([running])
        self.running, self.next = self.next, None
        try:
            async with asyncio.timeout(READ_S):
                version = await self._from_postgres()
        except (TimeoutError, OSError, psycopg.Error) as error:
            await self._failed(error)
            return None
        self.is_away = False
        return version

    async def _from_postgres(self) -> Version:
        if self.postgres is None or self.postgres.closed:
            self.postgres = await psycopg.AsyncConnection.connect(
                self.conninfo, autocommit=True, prepare_threshold=0
            )
        row = await (await self.postgres.execute(SQL)).fetchone()
        return Version(*row) if row else Version()

    def _from_sqlite(self) -> Version | None:
        # A few microseconds: a reader never waits for a writer, with the journal apart (WAL).
        try:
            if self.sqlite is None:
                name = str(self.parameters["database"])
                self.sqlite = sqlite3.connect(
                    name, uri=name.startswith("file:"), isolation_level=None, timeout=0
                )
            row = self.sqlite.execute(SQL).fetchone()
        except sqlite3.Error as error:
            self.sqlite = None
            self._pause(error)
            return None
        return Version(*row) if row else Version()

    async def _failed(self, error: Exception) -> None:
        broken, self.postgres = self.postgres, None
        self._pause(error)
        self.is_away = not isinstance(error, TimeoutError)
        if broken is not None:
            await broken.close()

    def _pause(self, error: Exception) -> None:
        self.retry_at = time.monotonic() + RETRY_S
        if not self.is_away:  # said once, not each second
            logger.warning("the version of the public pages could not be read (%s)", error)


class WarmPages:
    """What stands before Django: answers what it may, remembers what Django answered."""

    def __init__(self) -> None:
        self.kept = PagesKept()
        self.versions = VersionReader()
        # The last version that was read, and when (monotonic).
        self.known, self.known_at = Version(), -math.inf
        # Pages being made again, so that each is made once for all who wait for it.
        self.made: dict[Key, asyncio.Future[None]] = {}

    async def answer(
        self, key: Key, scope: Any, proto: Any, make: Callable[[Version], Awaitable[None]]
    ) -> bool:
        """Send the page that is kept; False when Django has to. `make` has Django make it again
        for the version of now, for nobody, and ends what was begun."""
        for _ in range(2):
            page = self.kept.get(key)
            if page is None:
                return False
            if await self._may_send(key, page, make):
                return _send(page, scope, proto, is_alone=self.versions.is_away)
            others = self.made.get(key)
            if others is None:
                return False
            # It is being made for somebody else: it may be of now for us as well.
            await asyncio.shield(others)
        return False

    async def _may_send(
        self, key: Key, page: Page, make: Callable[[Version], Awaitable[None]]
    ) -> bool:
        now = await self.versions.read()
        kept = page.kept
        if now is None:
            return self.versions.is_away and self._stands_in(kept)
        self.known, self.known_at = now, time.monotonic()
        if kept.version.number != now.number or kept.until < time.time():
            return False
        if is_current(kept.version, now, path=page.path, made_at=kept.made_at):
            page.seen_at = time.monotonic()
            return True
        if time.monotonic() - page.seen_at >= LATE_S:
            return False
        if self.begin(key):
            asyncio.ensure_future(make(now)).add_done_callback(_said)
        return True

    def _stands_in(self, kept: CachedPage) -> bool:
        """Whether a page may be shown without the database: nothing of it had been taken away, as
        of less than a minute ago."""
        return (
            kept.version.number == self.known.number
            and time.monotonic() - self.known_at < LATE_S
            and time.time() < kept.until + LATE_S
        )

    def begin(self, key: Key) -> bool:
        """Say that Django makes a page; False when it does already, for somebody else."""
        if key in self.made:
            return False
        self.made[key] = asyncio.get_running_loop().create_future()
        return True

    def end(self, key: Key) -> None:
        """The page is made, or could not be."""
        self.made.pop(key).set_result(None)

    def remember(self, key: Key, path: str, kept: object, answered: Answered) -> None:
        """Keep what Django answered, when its page cache kept it too (`kept`: what it said)."""
        if not isinstance(kept, CachedPage):
            return
        etag = _tag(next((value for name, value in answered.headers if name == "ETag"), ""))
        page = self.kept.pages.get(key)
        is_same = page is not None and page.etag == etag
        if answered.status == 200 and etag:
            unchanged = page.unchanged if page is not None and is_same else None
            page = Page(path, kept, answered.headers, answered.body, etag, unchanged)
            self.kept.put(key, page)
        elif answered.status == 304 and page is not None and is_same:
            page.kept, page.unchanged = kept, answered.headers
        else:
            return
        page.seen_at = time.monotonic()


def key_of(scope: Any) -> Key | None:
    """What makes two requests get the same bytes; None when Django must see the request."""
    headers = scope.headers
    if (
        scope.method != "GET"
        or any(name in headers for name in REFUSED)
        or any(settings.SESSION_COOKIE_NAME in cookie for cookie in headers.get_all("cookie"))
    ):
        return None
    query = read_of(scope.query_string, scope.path)
    if query is None:
        return None
    packed = re_accepts_gzip.search(headers.get("accept-encoding") or "")
    return (
        scope.path,
        query,
        scope.scheme,
        # A page may hold it in its links. What Django does not read (`X-Forwarded-Host`) makes no
        # other page: whoever sends it would fill the memory with copies.
        ",".join(headers.get_all("host")),
        _told_by_proxy(headers),
        "gzip" if packed else "",
    )


def _told_by_proxy(headers: Any) -> str:
    """Whether the connection is safe, as Django reads it from a proxy of ours; "" without one."""
    told = headers.get_all("x-forwarded-proto") if settings.SECURE_PROXY_SSL_HEADER else []
    if not told:
        return ""
    return "https" if told[0].split(",")[0].strip() == "https" else "http"


def _send(page: Page, scope: Any, proto: Any, *, is_alone: bool) -> bool:
    """False when Django has to; `is_alone`: it cannot, and the whole page is always right."""
    asked = scope.headers.get_all("if-none-match")
    is_known = page.unchanged is not None and [_tag(tag) for tag in asked] == [page.etag]
    if not asked or (is_alone and not is_known):
        proto.response_bytes(200, page.headers, page.body)
        return True
    if page.unchanged is None or not is_known:
        # Another tag, several, or the first who asks so: Django knows the rule.
        return False
    proto.response_bytes(304, page.unchanged, b"")
    return True


def _tag(etag: str) -> str:
    return etag.removeprefix("W/")


def _said(made: asyncio.Future[None]) -> None:
    if not made.cancelled() and (error := made.exception()):
        logger.error("a page could not be made again", exc_info=error)
