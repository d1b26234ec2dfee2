"""A row of the table, and the bytes that its visitors send."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import count
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

# Every name below is the service's (`ALLOWED_HOSTS`): a page asked at a name never used is in no
# cache, whatever parameters it declares.
HOST = "bench.localhost"
# The key of the row that the others are compared with.
FLOOR = "plancher.cle"
NUMBERS = count(time.time_ns() // 1_000_000)
# Two answers are never nearly the same: those would wait to be read.
WORDS = (
    "abonnement chaufferie gaine vanne radiateur palier syndic vote devis hiver facture cave "
    "locataire charge prix kilowatt puissance contrat chantier trottoir tranchée sous-station "
    "échangeur compteur relevé étage façade isolation fioul gaz bois géothermie usine quartier "
    "avenue mairie agence conseil assemblée majorité prime dossier délai mois année semaine "
    "température pression bruit panne entretien visite voisin gardien ascenseur toit parking"
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody signed in: the cookie of a session, and its token for what is sent."""

    cookie: str
    token: str


@dataclass(frozen=True)
class Row:
    """What one kind of visitor asks again and again: `paths` in turn, each by the next person.

    `key` is for `BENCH_ONLY`. `is_new`: never from a cache of pages. `is_written_beside`: somebody
    publishes an answer once a second meanwhile. `posts`: answers are published, at these paths.
    `sql`, `db_ms` and `bytes` are of one answer, counted in a process of its own.
    """

    key: str
    name: str
    paths: Sequence[str]
    people: Sequence[Person] = ()
    is_new: bool = False
    is_written_beside: bool = False
    posts: bool = False
    sql: int | None = None
    db_ms: float | None = None
    bytes: int | None = None

    @property
    def status(self) -> int:
        """Of a good answer."""
        return 302 if self.posts else 200

    @property
    def is_floor(self) -> bool:
        return self.key == FLOOR

    @property
    def is_apart(self) -> bool:
        """Whether the server of the floor answers it, and not the service."""
        return self.key.startswith("plancher.")

    @property
    def runs_out(self) -> bool:
        """Whether a request may not be sent twice."""
        return self.posts


@dataclass(frozen=True)
class Table:
    """All the rows of a database, and the answers that are published beside some."""

    rows: Sequence[Row]
    beside: Row | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Table:
        beside = data["beside"]
        rows = [_row(one) for one in data["rows"]]
        return cls(rows, _row(beside) if beside else None, data["facts"])


def _row(data: dict[str, Any]) -> Row:
    return Row(**data | {"people": [Person(**one) for one in data["people"]]})


def requests(row: Row, *, most: int) -> list[bytes]:
    """What the row sends in turn, `{N}` and `{IP}` to be replaced each time; `most` of them where
    none may be sent twice."""
    if row.posts:
        return [_post(row, number) for number in range(most)]
    turns = max(len(row.paths), len(row.people))
    return [_get(row, number) for number in range(turns)]


def filled(template: bytes) -> bytes:
    """A request with a number and an address of its own."""
    if b"{" not in template:
        return template
    number = next(NUMBERS)
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    return template.replace(b"{N}", b"%013d" % number).replace(b"{IP}", address.encode())


def in_turn(row: Row) -> Iterator[bytes]:
    """Requests without end, made as they are asked."""
    for number in count():
        yield filled(_post(row, number) if row.posts else _get(row, number))


def _get(row: Row, number: int) -> bytes:
    path = quote(row.paths[number % len(row.paths)], safe="/?=&%")
    return _head(row, f"GET {path}", number) + b"\r\n"


def _post(row: Row, number: int) -> bytes:
    """An answer that nobody wrote before; a random start, so that two runs do not share theirs."""
    text = f"Chez nous : {' '.join(random.sample(WORDS.split(), 16))}."
    body = urlencode({"body": text, "submission_key": str(uuid4())})
    return (
        _head(row, f"POST {row.paths[number % len(row.paths)]}", number)
        + b"Content-Type: application/x-www-form-urlencoded\r\n"
        + f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
    )


def _head(row: Row, line: str, number: int) -> bytes:
    """As the proxy of the documented production sends it."""
    host = f"n{{N}}.{HOST}" if row.is_new and not row.people else HOST
    # Who sees a page that is kept is always the same: nothing in the request has to change.
    address = "10.0.0.1" if not (row.is_new or row.people) else "{IP}"
    lines = [
        f"{line} HTTP/1.1",
        f"Host: {host}",
        f"X-Forwarded-For: {address}",
        "X-Forwarded-Proto: https",
    ]
    if row.people:
        person = row.people[number % len(row.people)]
        lines += [f"Cookie: {person.cookie}", f"Origin: https://{HOST}"]
        lines += [f"X-CSRFToken: {person.token}"] if row.posts else []
    return "".join(f"{one}\r\n" for one in lines).encode()
