"""Between granian and Django: whole bodies only, in time, and the request as it came."""

import asyncio
import io
import threading
from types import SimpleNamespace

import pytest

from config import rsgi
from config.serving import turns
from socle import uploads


class Protocol:
    """Granian's side of one request: `chunks` come at once, then nothing, for ever or at an end."""

    def __init__(self, chunks=(), *, stalls=False):
        self.chunks = list(chunks)
        self.stalls = stalls
        self.sent = None
        self.left = asyncio.Event()

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.chunks:
            return self.chunks.pop(0)
        if self.stalls:
            await asyncio.Event().wait()
        return b""  # as granian says that the client left

    async def client_disconnect(self):
        await self.left.wait()

    def response_empty(self, status, headers):
        self.sent = (status, dict(headers), b"")

    def response_str(self, status, headers, text):
        self.sent = (status, dict(headers), text)

    def response_bytes(self, status, headers, body):
        self.sent = (status, dict(headers), body)

    def response_stream(self, status, headers):
        self.sent = (status, dict(headers), b"")
        return self

    def send_bytes(self, chunk):
        status, headers, body = self.sent
        self.sent = (status, headers, body + chunk)


class Headers(list):
    def items(self):
        return self

    def __contains__(self, name):
        return any(key == name for key, _ in self)

    def get(self, name):
        return next((value for key, value in self if key == name), None)

    def get_all(self, name):
        return [value for key, value in self if key == name]


def request(method="GET", path="/", headers=(), **more):
    fields = {
        "method": method,
        "path": path,
        "query_string": "",
        "http_version": "1.1",
        "scheme": "http",
        "server": "127.0.0.1:8000",
        "client": "192.0.2.7:4321",
        "headers": Headers([("host", "testserver"), *headers]),
    }
    return SimpleNamespace(**fields | more)


def serve(monkeypatch, scope, proto, application=None):
    """What granian receives for a request; `seen` is the environ that Django got, or None."""
    seen = []

    def django(environ, start_response):
        seen.append(environ | {"body": environ["wsgi.input"].read()})
        start_response("200 OK", [("content-type", "text/plain")])
        return [b"bon", b"jour"]

    monkeypatch.setattr(rsgi, "django_application", application or django)
    asyncio.run(rsgi.Application().__rsgi__(scope, proto))
    return proto.sent, (seen or [None])[0]


def test_a_whole_body_reaches_django(monkeypatch):
    proto = Protocol([b"a" * 40_000, b"b" * 40_000])
    scope = request("POST", headers=[("content-length", "80000")])
    sent, environ = serve(monkeypatch, scope, proto)
    assert sent == (200, {"content-type": "text/plain"}, b"bonjour")
    assert environ["body"] == b"a" * 40_000 + b"b" * 40_000
    assert environ["CONTENT_LENGTH"] == "80000"


@pytest.mark.parametrize(
    ("headers", "proto", "status"),
    [
        ([("content-length", "10")], Protocol([b"half"]), 400),
        ([("content-length", "dix")], Protocol(), 400),
        ([("content-length", "-1")], Protocol(), 400),
        ([("content-length", "²")], Protocol(), 400),
        ([("transfer-encoding", "chunked")], Protocol([b"4"]), 411),
        ([("content-length", str(rsgi.BODY_MAX + 1))], Protocol(), 413),
    ],
)
def test_a_body_that_cannot_be_whole_never_reaches_django(monkeypatch, headers, proto, status):
    sent, environ = serve(monkeypatch, request("POST", headers=headers), proto)
    assert environ is None
    assert sent[0] == status
    assert sent[1]["connection"] == "close"
    assert sent[2] == rsgi.SENTENCES[status]


def test_a_body_of_the_largest_size_is_awaited(monkeypatch):
    headers = [("content-length", str(rsgi.BODY_MAX))]
    sent, _ = serve(monkeypatch, request("POST", headers=headers), Protocol([b"x"]))
    assert sent[0] == 400, "waited for, then cut by the client"


def test_the_largest_body_holds_what_forms_accept():
    assert rsgi.BODY_MAX > uploads.MAX_TOTAL_BYTES * 2, "a form must be able to say « trop lourd »"


def test_a_client_that_stops_halfway_is_sent_away(monkeypatch):
    monkeypatch.setattr(rsgi, "BODY_S", 0.05)
    monkeypatch.setattr(rsgi, "BODY_RATE", 1_000_000)
    proto = Protocol([b"half"], stalls=True)
    sent, environ = serve(monkeypatch, request("POST", headers=[("content-length", "9")]), proto)
    assert environ is None
    assert sent[0] == 408


def test_what_has_come_buys_time(monkeypatch):
    """Too late for the first bytes alone, in time for a body that keeps coming."""
    monkeypatch.setattr(rsgi, "BODY_S", 0.0)
    monkeypatch.setattr(rsgi, "BODY_RATE", 0.001)

    class Trickle(Protocol):
        async def __anext__(self):
            if len(self.chunks) < 3:
                await asyncio.sleep(0.02)
            return await super().__anext__()

    sent, environ = serve(
        monkeypatch,
        request("POST", headers=[("content-length", "3")]),
        Trickle([b"a", b"b", b"c"]),
    )
    assert (sent[0], environ["body"]) == (200, b"abc")


def test_a_disk_that_is_full_is_said(monkeypatch, caplog):
    class Full(io.BytesIO):
        def write(self, data):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(rsgi.tempfile, "SpooledTemporaryFile", lambda size: Full())
    headers = [("content-length", "4")]
    sent, environ = serve(monkeypatch, request("POST", headers=headers), Protocol([b"abcd"]))
    assert environ is None
    assert sent[0] == 507
    assert "No space left" in caplog.text


def test_the_request_as_pep_3333_has_it(monkeypatch):
    headers = [
        ("cookie", "a=1"),
        ("cookie", "b=2"),
        ("x-forwarded-for", "203.0.113.1"),
        ("x_forwarded_for", "198.51.100.9"),
        ("accept", "text/html"),
        ("accept", "*/*"),
        ("content-type", "text/plain"),
    ]
    scope = request(path="/réseaux/", headers=headers, query_string="q=chaud%C3%A9")
    _, environ = serve(monkeypatch, scope, Protocol())
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/réseaux/"
    assert environ["QUERY_STRING"] == "q=chaud%C3%A9"
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert environ["HTTP_ACCEPT"] == "text/html,*/*"
    assert environ["HTTP_X_FORWARDED_FOR"] == "203.0.113.1", "nobody passes for the proxy"
    assert environ["CONTENT_TYPE"] == "text/plain"
    assert environ["CONTENT_LENGTH"] == "0"
    assert (environ["REMOTE_ADDR"], environ["SERVER_PORT"]) == ("192.0.2.7", "8000")


def test_an_address_of_version_6(monkeypatch):
    scope = request(client="[2001:db8::7]:4321", server="[::1]:8000")
    _, environ = serve(monkeypatch, scope, Protocol())
    assert (environ["REMOTE_ADDR"], environ["SERVER_NAME"]) == ("2001:db8::7", "::1")


def test_a_long_response_is_given_as_it_comes(monkeypatch):
    class Export:
        streaming = True
        closed = False

        def __iter__(self):
            return iter([b"a", b"b"])

        def close(self):
            self.closed = True

    export = Export()

    def django(environ, start_response):
        start_response("200 OK", [])
        return export

    sent, _ = serve(monkeypatch, request(), Protocol(), django)
    assert sent == (200, {}, b"ab")
    assert export.closed, "Django gives its connection back at the close"


def test_a_process_that_starts_makes_ready_in_one_of_its_threads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    called_in = []
    monkeypatch.setattr(
        rsgi, "make_ready", lambda: called_in.append(threading.current_thread().name)
    )

    async def start() -> None:
        application = rsgi.Application()
        application.__rsgi_init__(asyncio.get_running_loop())
        application.pool.shutdown(wait=True)

    asyncio.run(start())

    assert called_in == ["django_0"]


class Work:
    """Django's place, where each request ends when it is told to."""

    def __init__(self, monkeypatch, *, threads=1):
        monkeypatch.setenv("WEB_THREADS", str(threads))
        self.begun, self.go_on = [], threading.Semaphore(0)
        monkeypatch.setattr(rsgi, "django_application", self.django)
        self.application = rsgi.Application()

    def django(self, environ, start_response):
        self.begun.append(environ["PATH_INFO"])
        assert self.go_on.acquire(timeout=60)
        start_response("200 OK", [])
        return [b"done"]

    def ask(self, path):
        proto = Protocol()
        scope = request("POST", path)
        proto.task = asyncio.ensure_future(self.application.__rsgi__(scope, proto))
        return proto

    async def until(self, seen):
        async with asyncio.timeout(60):
            while not seen():
                await asyncio.sleep(0.005)

    @property
    def waiting(self):
        return len(self.application.turns.waiting)


def test_who_leaves_before_their_turn_is_not_worked_for(monkeypatch):
    work = Work(monkeypatch)

    async def play():
        first, gone, stays = (work.ask(f"/{name}/") for name in ("first", "gone", "stays"))
        await work.until(lambda: work.waiting == 2 and work.begun)
        gone.left.set()
        await gone.task
        work.go_on.release(2)
        await asyncio.gather(first.task, stays.task)
        return first, gone, stays

    first, gone, stays = asyncio.run(play())
    assert work.begun == ["/first/", "/stays/"]
    assert (first.sent[0], gone.sent[0], stays.sent[0]) == (200, 408, 200)
    assert (work.application.turns.taken, work.waiting) == (0, 0)


def test_who_would_wait_too_long_is_told_at_once(monkeypatch, caplog):
    monkeypatch.setattr(turns, "HOLD_S", 0)
    work = Work(monkeypatch)
    work.application.turns.took.extend([2.0] * turns.LATELY)

    async def play():
        first = work.ask("/first/")
        await work.until(lambda: work.begun)
        second, third, fourth = (work.ask(f"/{one}/") for one in range(3))
        await work.until(lambda: work.waiting == 2 and fourth.sent)
        work.go_on.release(3)
        await asyncio.gather(first.task, second.task, third.task, fourth.task)
        return [first, second, third, fourth]

    told = asyncio.run(play())
    assert [one.sent[0] for one in told] == [200, 200, 200, 503], "the third would wait six seconds"
    _, headers, body = told[3].sent
    assert 5 <= int(headers["retry-after"]) <= 60
    assert headers["cache-control"] == "no-store"
    assert "dans quelques instants" in body.decode()
    assert "default-src 'none'" in headers["content-security-policy"]
    assert caplog.text.count("requests are refused") == 1


def test_nobody_waits_longer_than_said_when_work_slows_down(monkeypatch):
    monkeypatch.setattr(turns, "WAIT_S", 0.2)
    work = Work(monkeypatch)

    async def play():
        first = work.ask("/first/")
        await work.until(lambda: work.begun)
        late = [work.ask(f"/{one}/") for one in range(5)]
        await asyncio.gather(*(one.task for one in late))
        work.go_on.release()
        await first.task
        return late

    assert [one.sent[0] for one in asyncio.run(play())] == [503] * 5
    assert work.begun == ["/first/"]
    assert (work.application.turns.taken, work.waiting) == (0, 0)


def test_turns_come_in_the_order_of_arrival_and_errors_give_theirs_back(monkeypatch):
    work = Work(monkeypatch, threads=2)
    inner = work.django

    def broken(environ, start_response):
        inner(environ, start_response)
        if environ["PATH_INFO"] == "/2/":
            raise OSError
        return [b"done"]

    monkeypatch.setattr(rsgi, "django_application", broken)

    async def play():
        asked = []
        for number in range(8):
            asked.append(work.ask(f"/{number}/"))
            await work.until(lambda n=number: len(work.begun) + work.waiting == n + 1)
        for _ in asked:
            work.go_on.release()
        return await asyncio.gather(*(one.task for one in asked), return_exceptions=True)

    ends = asyncio.run(play())
    assert sorted(work.begun) == [f"/{number}/" for number in range(8)]
    assert sorted(work.begun[:2]) == ["/0/", "/1/"]
    assert [type(one) for one in ends if one] == [OSError]
    assert (work.application.turns.taken, work.waiting) == (0, 0)


def test_a_client_that_leaves_as_its_turn_comes_gives_it_to_the_next():
    queue = turns.Turns(1)

    async def play():
        gone, stays = Protocol(), Protocol()
        seen = []

        async def hold(proto, name):
            async with queue.turn(proto):
                seen.append(name)

        async with queue.turn(Protocol()):
            waiting = [
                asyncio.ensure_future(hold(gone, "gone")),
                asyncio.ensure_future(hold(stays, "stays")),
            ]
            await asyncio.sleep(0.01)
            gone.left.set()
            # Its turn comes in the same instant.
        results = await asyncio.gather(*waiting, return_exceptions=True)
        return seen, results

    seen, results = asyncio.run(play())
    assert seen[-1] == "stays"
    assert results[1] is None
    assert (queue.taken, len(queue.waiting)) == (0, 0)


def test_a_process_that_stops_leaves_no_turn_taken():
    queue = turns.Turns(1)

    async def play():
        async def hold():
            async with queue.turn(Protocol()):
                pass

        async with queue.turn(Protocol()):
            waiting = asyncio.ensure_future(hold())
            await asyncio.sleep(0.01)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting

    asyncio.run(play())
    assert (queue.taken, len(queue.waiting)) == (0, 0)
