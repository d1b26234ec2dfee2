"""What granian calls: waits for slow clients in an event loop, then hands whole requests to Django.

Django (`config.wsgi`) runs in `WEB_THREADS` threads a process, and a thread only ever sees a
request whose body has come whole: hundreds of clients that send half of one hold no thread and no
connection to the database. Public pages that were made already do not reach Django at all
(`config.warm`). Granian's protocol: RSGI 1.6, in its repository.
"""

import asyncio
import gc
import io
import logging
import os
import sys
import tempfile
from collections.abc import Awaitable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache as once
from hashlib import sha256
from http import HTTPStatus
from typing import IO, Any

import config.load_shedding  # noqa: F401 - before the seconds that the rest takes to load

# isort: split
from config.wsgi import application as django_application  # Django begins here

# isort: split
from django.core.cache import cache
from django.template.loader import render_to_string
from django.urls import reverse

from config.load_shedding import ClientLeft, TooMany, Turns
from config.middleware import KEPT_AS
from config.observability.audience import READ, Audience
from config.warm import Answered, Key, WarmPages, key_of
from config.web import threads
from socle.public_pages import Version
from socle.typography import typeset_html
from socle.warmup import make_ready

logger = logging.getLogger(__name__)

# A body has this long to come, and a second more for each `BODY_RATE` bytes that did: a photo sent
# from a cellar passes, a client that stops is sent away. Apache's mod_reqtimeout counts so too.
BODY_S = float(os.environ.get("WEB_BODY_S") or 20)
BODY_RATE = 4_000
# More than the forms take (they refuse with a sentence beside the field), less than a disk.
BODY_MAX = 64 * 2**20
# A page that goes stale is made again by one process; the others show the former one meanwhile,
# then take what is in the cache, or make it themselves when that process was lost.
MAKING_S, MADE_ELSEWHERE_S = 5, 0.1
# How long a thread of Django keeps the interpreter from the event loop, which sends the pages made
# already: Python's own 5 ms is what 1 % of them waited for while somebody published.
SWITCH_S = 0.0005
# Of each body, kept in memory; the rest waits in a temporary file.
BODY_IN_MEMORY = 64 * 2**10

# Of a page that has no form nor script.
BUSY_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

SENTENCES = {
    HTTPStatus.BAD_REQUEST: "Votre envoi est arrivé incomplet. Recommencez.",
    HTTPStatus.REQUEST_TIMEOUT: "Votre envoi n’est pas arrivé à temps. Recommencez.",
    HTTPStatus.LENGTH_REQUIRED: "La taille de l’envoi (Content-Length) doit être dite.",
    HTTPStatus.CONTENT_TOO_LARGE: f"Envoi trop lourd : {BODY_MAX // 2**20} Mo au plus.",
    HTTPStatus.INSUFFICIENT_STORAGE: "Le service ne peut rien recevoir en ce moment. Réessayez.",
}


class BodyRefused(Exception):
    """The body is not taken; `status` says why."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


def declared_length(scope: Any) -> int:
    """Bytes that the client says it sends. Raises `BodyRefused`."""
    if "transfer-encoding" in scope.headers:
        # Without a length, a body cut short could not be told from a whole one.
        raise BodyRefused(HTTPStatus.LENGTH_REQUIRED)
    declared = scope.headers.get("content-length") or "0"
    if not (declared.isascii() and declared.isdigit()):
        raise BodyRefused(HTTPStatus.BAD_REQUEST)
    if int(declared) > BODY_MAX:
        raise BodyRefused(HTTPStatus.CONTENT_TOO_LARGE)
    return int(declared)


async def fill(body: IO[bytes], length: int, proto: Any) -> None:
    """Write the whole body of a request, of this many bytes. Raises `BodyRefused`."""
    received = 0
    begun = asyncio.get_running_loop().time()
    chunks = aiter(proto)
    try:
        async with asyncio.timeout_at(begun + BODY_S) as limit:
            while received < length:
                chunk = await anext(chunks)
                if not chunk:  # the client left
                    raise BodyRefused(HTTPStatus.BAD_REQUEST)
                body.write(chunk)
                received += len(chunk)
                limit.reschedule(begun + BODY_S + received / BODY_RATE)
    except TimeoutError:
        raise BodyRefused(HTTPStatus.REQUEST_TIMEOUT) from None
    except OSError as error:
        logger.error("a body could not be kept: %s", error)
        raise BodyRefused(HTTPStatus.INSUFFICIENT_STORAGE) from None
    body.seek(0)


def wsgi_environ(scope: Any, body: IO[bytes], length: int) -> dict[str, Any]:
    """The request as PEP 3333 has it: text is bytes read as Latin-1."""
    host, _, port = scope.server.rpartition(":")
    environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "REMOTE_PORT": scope.client.rpartition(":")[2],
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        if "_" in name:
            continue  # `X_Forwarded_For` would pass for `X-Forwarded-For`, which a proxy sets
        key = name.upper().replace("-", "_")
        if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
            key = f"HTTP_{key}"
        if key in environ:
            value = f"{environ[key]}{'; ' if name == 'cookie' else ','}{value}"
        environ[key] = value
    environ["CONTENT_LENGTH"] = str(length)
    return environ


def ask_django(environ: dict[str, Any], proto: Any | None = None) -> Answered | None:
    """Run Django in this thread, and give its response to granian, which sends it by itself; the
    whole response, unless it was sent piece by piece. Without `proto`, nobody waits for it."""
    status, headers = 500, []

    def start_response(line: str, fields: list[tuple[str, str]], exc_info: Any = None) -> Any:
        nonlocal status, headers
        status, headers = int(line.split(" ", 1)[0]), fields

    response: Iterable[bytes] = django_application(environ, start_response)
    try:
        if getattr(response, "streaming", False):
            if proto is not None:
                stream = proto.response_stream(status, headers)
                for chunk in response:
                    stream.send_bytes(chunk)
            return None
        answered = Answered(status, headers, b"".join(response))
        if proto is not None:
            proto.response_bytes(status, headers, answered.body)
        return answered
    finally:
        getattr(response, "close", lambda: None)()


def is_ours_to_make(key: Key, version: Version) -> bool:
    """Whether no process began to make this page again for this version of the public pages."""
    name = sha256(repr((key, version)).encode()).hexdigest()
    return cache.add(f"making:{name}", 1, MAKING_S)


@once
def busy_page() -> bytes:
    """What is said to who is refused: made once, for it must cost nothing."""
    return typeset_html(render_to_string("503.html", {"is_busy": True})).encode()


def refuse(proto: Any, refused: TooMany) -> None:
    headers = [
        ("content-type", "text/html; charset=utf-8"),
        ("content-security-policy", BUSY_POLICY),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-store"),
        ("retry-after", str(refused.retry_after_s)),
        ("connection", "close"),
    ]
    proto.response_bytes(HTTPStatus.SERVICE_UNAVAILABLE, headers, busy_page())


def make_ready_to_serve() -> None:
    """What the first requests would wait for: the views and their forms, then what rooms hold."""
    reverse("cms:search")  # any address: all of them are read
    busy_page()
    make_ready()
    # What will live as long as the process: looked over again with the rest, it would stop every
    # request of the process for a tenth of a second at a time (docs/performances.md).
    gc.collect()
    gc.freeze()


class Application:
    """The whole service, as granian's RSGI interface calls it."""

    def __init__(self) -> None:
        number = threads(os.environ)
        self.pool = ThreadPoolExecutor(number, thread_name_prefix="django")
        self.turns = Turns(number)
        self.warm = WarmPages()
        self.audience = Audience(self.pool)

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        sys.setswitchinterval(SWITCH_S)
        # In one of the threads, while the others answer: no connection to the database more.
        loop.run_in_executor(self.pool, make_ready_to_serve)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.audience.end()

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        key = key_of(scope)
        if key is not None and await self.warm.answer(
            key, scope, proto, lambda now: self._make_again(key, scope, now)
        ):
            self.audience.count(scope, is_public=True)
            return
        with tempfile.SpooledTemporaryFile(BODY_IN_MEMORY) as body:
            try:
                length = declared_length(scope)
                if length:
                    await fill(body, length, proto)
            except BodyRefused as refused:
                headers = [("content-type", "text/plain; charset=utf-8"), ("connection", "close")]
                proto.response_str(refused.status, headers, SENTENCES[refused.status])
                return
            is_ours = key is not None and self.warm.begin(key)
            try:
                async with self.turns.turn(proto):
                    environ = wsgi_environ(scope, body, length)
                    answered = await self._ask(key, scope.path, environ, proto)
            except TooMany as refused:
                refuse(proto, refused)
                return
            except ClientLeft:
                proto.response_empty(HTTPStatus.REQUEST_TIMEOUT, [])
                return
            finally:
                if key is not None and is_ours:
                    self.warm.end(key)
        if answered is not None and answered.status in READ:
            self.audience.count(scope, is_public=environ.get(KEPT_AS) is not None)

    async def _ask(
        self, key: Key | None, path: str, environ: dict[str, Any], proto: Any | None
    ) -> Answered | None:
        loop = asyncio.get_running_loop()
        answered = await loop.run_in_executor(self.pool, ask_django, environ, proto)
        if key is not None and answered is not None:
            self.warm.remember(key, path, environ.get(KEPT_AS), answered)
        return answered

    def _make_again(self, key: Key, scope: Any, now: Version) -> Awaitable[None]:
        """To be awaited by who called `begin`; all of the request is read before it is answered."""
        environ = wsgi_environ(scope, io.BytesIO(), 0)
        # The page itself is wanted, whatever the visitor has of it.
        for name in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"):
            environ.pop(name, None)
        return self._again(key, scope.path, environ, now)

    async def _again(self, key: Key, path: str, environ: dict[str, Any], now: Version) -> None:
        loop = asyncio.get_running_loop()
        try:
            if not await loop.run_in_executor(self.pool, is_ours_to_make, key, now):
                # Another process makes it: what it made will be in the cache that they share.
                await asyncio.sleep(MADE_ELSEWHERE_S)
            await self._ask(key, path, environ, None)
        finally:
            self.warm.end(key)


application = Application()
