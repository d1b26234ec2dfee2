"""A real local HTTP server in the place of the Géoplateforme: slow, angry, broken at will."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

# Bytes announced by an answer that drips: less than the client takes at most.
ENDLESS = 500_000


@dataclass
class Answer:
    """What to answer to one request.

    One that `is_silent` never comes; one that `drips` sends a byte now and then, and never ends.
    """

    body: bytes = b'{"type":"FeatureCollection","features":[]}'
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    is_silent: bool = False
    drips: bool = False


@dataclass
class FakeGeocoder:
    """Answers in turn, the last one for ever; `queries` are the parameters received."""

    url: str
    answers: list[Answer]
    queries: list[dict[str, list[str]]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    def will(self, *answers: Answer) -> None:
        self.answers[:] = answers

    def next_answer(self) -> Answer:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def feature(score: float = 0.97, kind: str = "housenumber", **facts: Any) -> dict[str, Any]:
    """One feature in the shape of the Géoplateforme; Grenoble unless told otherwise."""
    return {
        "type": "Feature",
        "geometry": {
            "type": "Point",
            "coordinates": facts.pop("coordinates", [5.740288, 45.18403]),
        },
        "properties": {
            "label": "33 Boulevard Clemenceau 38100 Grenoble",
            "score": score,
            "type": kind,
            "citycode": "38185",
            **facts,
        },
    }


def found(*features: dict[str, Any]) -> Answer:
    return Answer(json.dumps({"type": "FeatureCollection", "features": features}).encode())


@contextmanager
def serve_geocoder(answer: Answer | None = None) -> Iterator[FakeGeocoder]:
    """Run the fake on a free port of the loopback for the length of the block."""
    fake, closing = FakeGeocoder("", [answer or Answer()]), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            fake.paths.append(address.path)
            fake.queries.append(parse_qs(address.query))
            answer = fake.next_answer()
            if answer.is_silent:
                closing.wait()
                return
            length = ENDLESS if answer.drips else len(answer.body)
            try:
                self.send_response(answer.status)
                self.send_header("Content-Length", str(length))
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body)
                while answer.drips and not closing.wait(0.02):
                    self.wfile.write(b" ")
            except (BrokenPipeError, ConnectionResetError):
                return

        def log_message(self, *args: object) -> None:
            """Keep the output of the tests clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    fake.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield fake
    finally:
        closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
