"""Between granian and Django: whole bodies only, in time, and the request as it came."""

import asyncio
import io
import threading
from types import SimpleNamespace

import pytest

from config import rsgi
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
