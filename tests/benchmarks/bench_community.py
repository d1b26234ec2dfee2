"""Whole pages of the community through the web command as deployed: `make bench`.

`BENCH_QUESTIONS` questions (10 000) with ten answers each, on SQLite in a file of its own, and on
PostgreSQL when `BENCH_DATABASE_URL` names an empty database. Each line gives pages a second, the
ratio to the floor (one row read by its key, same server, same run), median and 99th percentile.
The limits that would stop the measure are lifted (`LIFTED`).
"""

import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, cycle
from urllib.parse import quote, urlencode
from uuid import uuid4

from tests.benchmarks.bench_web import serving
from tests.benchmarks.databases import ROOT, manage, say

QUESTIONS = int(os.environ.get("BENCH_QUESTIONS") or 10_000)
ANSWERS_EACH = 10
CLIENTS = 8
SECONDS = float(os.environ.get("BENCH_SECONDS") or 4)
# Who asks and posts in turn: one person waits between two answers, as the rules ask.
PEOPLE = 1_000
SETTINGS = "tests.benchmarks.floor"
NUMBERS = count(time.time_ns() // 1_000_000)
# Limits of what all visitors may ask together, and of how often one writes.
LIFTED = {
    "search": {"searches_of_all_a_minute": 10**6, "searches_of_all_a_second": 10**6},
    "questions": {
        "seconds_between_answers": 0,
        "newcomer_seconds_between_answers": 0,
        "first_day_answers": 10**6,
        "answers_in_a_row": 10**6,
    },
}
# Two answers are never nearly the same: those would wait to be read.
WORDS = [
    "abonnement",
    "chaufferie",
    "gaine",
    "vanne",
    "radiateur",
    "palier",
    "syndic",
    "vote",
    "devis",
    "hiver",
    "facture",
    "cave",
    "locataire",
    "charge",
    "prix",
    "kilowatt",
    "puissance",
    "contrat",
    "chantier",
    "trottoir",
    "tranchée",
    "sous-station",
    "échangeur",
    "compteur",
    "relevé",
    "étage",
    "façade",
    "isolation",
    "fioul",
    "gaz",
    "bois",
    "géothermie",
    "usine",
    "quartier",
    "avenue",
    "mairie",
    "agence",
    "conseil",
    "assemblée",
    "majorité",
    "prime",
    "dossier",
    "délai",
    "mois",
    "année",
    "semaine",
    "température",
    "pression",
    "bruit",
    "panne",
    "entretien",
    "visite",
    "voisin",
    "gardien",
    "ascenseur",
    "toit",
    "parking",
]


@dataclass(frozen=True)
class Visit:
    """What one kind of visitor asks, again and again: bytes of the next request."""

    name: str
    requests: Callable[[], Iterator[bytes]]
    status: int = 200
    # What somebody else sends meanwhile, once a second.
    beside: Callable[[], Iterator[bytes]] | None = None


def main() -> int:
    ok = True
    with tempfile.TemporaryDirectory(prefix="bench-community-") as folder:
        urls = {"SQLite": f"sqlite:///{folder}/bench.sqlite3"}
        if os.environ.get("BENCH_DATABASE_URL"):
            urls["PostgreSQL"] = os.environ["BENCH_DATABASE_URL"]
        for name, url in urls.items():
            say(f"{name}, {QUESTIONS} questions, {QUESTIONS * ANSWERS_EACH} réponses :")
            environment = os.environ | {
                "DATA_DIR": folder,
                "DATABASE_URL": url,
                "DEBUG": "1",
                "DJANGO_SETTINGS_MODULE": SETTINGS,
                # Each request comes from an address of its own: limits are for one visitor.
                "TRUSTED_PROXY_COUNT": "1",
                "NUMBERS": json.dumps(LIFTED),
            }
            fill(environment)
            ok &= measure(environment)
    return 0 if ok else 1


def fill(environment: dict[str, str]) -> None:
    manage(environment, "migrate", "--verbosity", "0")
    manage(environment, "seed_demo", "--verbosity", "0")
    begun = time.monotonic()
    manage(
        environment,
        "seed_scale",
        f"--questions={QUESTIONS}",
        f"--answers={QUESTIONS * ANSWERS_EACH}",
    )
    say(f"  créées en {time.monotonic() - begun:.0f} s")
    begun = time.monotonic()
    manage(environment, "rebuild_search")
    say(f"  recherche reconstruite en {time.monotonic() - begun:.0f} s")


def measure(environment: dict[str, str]) -> bool:
    """One line a visit; False when a page was not answered as it should."""
    found = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.bench_community", "prepare"],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    places = json.loads(found.stdout)
    ok, floor = True, 0.0
    with serving(environment, (len(os.sched_getaffinity(0)), 2)) as port:
        for visit in visits(places):
            times, errors = asyncio.run(ask(port, visit))
            rate = len(times) / SECONDS
            floor = floor or rate if visit.name.startswith("plancher, une clé") else floor
            times.sort()
            say(
                f"  {visit.name:<46} {rate:7.0f}/s  × {rate / (floor or rate):5.2f}  "
                f"médiane {times[len(times) // 2] * 1000:7.1f} ms  "
                f"99 % {times[len(times) * 99 // 100] * 1000:7.1f} ms"
                + (f"  ERREURS {errors}" if errors else "")
            )
            ok &= not errors
    return ok


def visits(places: dict) -> Iterator[Visit]:
    """The floor first, then each page: signed out and seen already, alone or while somebody
    answers once a second, never seen, signed in."""
    # One iterator for all: the same person never writes twice in a minute.
    answers = posts(places)
    yield Visit("plancher, rien", lambda: gets("/plancher/vide/"))
    yield Visit("plancher, une clé", lambda: gets("/plancher/cle/"))
    for name, path in places["pages"].items():
        yield Visit(f"{name}, déjà vue", lambda path=path: gets(path))
        yield Visit(
            f"{name}, déjà vue, sous les réponses",
            lambda path=path: gets(path),
            beside=lambda: answers,
        )
        yield Visit(f"{name}, jamais vue", lambda path=path: gets(path, new=True))
        yield Visit(
            f"{name}, connecté", lambda path=path: gets(path, new=True, people=places["people"])
        )
    yield Visit("publier une réponse", lambda: answers, status=302)


def gets(path: str, *, new: bool = False, people: Sequence[dict[str, str]] = ()) -> Iterator[bytes]:
    """The same page; `new`: at an address never asked before, so that no cache has it."""
    path = quote(path, safe="/?=&")
    for person in cycle(people or [{}]):
        address = f"{path}{'&' if '?' in path else '?'}b={next(NUMBERS)}" if new else path
        yield _asked(f"GET {address}", person) + b"\r\n"


def _asked(line: str, person: dict[str, str]) -> bytes:
    number = next(NUMBERS)
    lines = [
        f"{line} HTTP/1.1",
        "Host: 127.0.0.1",
        f"X-Forwarded-For: 10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
        *([f"Cookie: {person['cookie']}", f"X-CSRFToken: {person['token']}"] if person else []),
    ]
    return "".join(f"{one}\r\n" for one in lines).encode()


def posts(places: dict) -> Iterator[bytes]:
    """An answer by the next person, to the next question."""
    for person, pk in zip(cycle(places["people"]), cycle(places["questions"]), strict=False):
        body = urlencode(
            {
                "body": f"Chez nous : {' '.join(random.sample(WORDS, 16))}.",
                "submission_key": str(uuid4()),
            }
        )
        yield (
            _asked(f"POST /communaute/questions/{pk}/repondre/", person)
            + (
                "Content-Type: application/x-www-form-urlencoded\r\n"
                f"Content-Length: {len(body)}\r\n\r\n{body}"
            ).encode()
        )


async def ask(port: int, visit: Visit) -> tuple[list[float], int]:
    """Seconds of each page well answered, by `CLIENTS` connections kept, and how many were not."""
    times: list[float] = []
    errors = 0
    requests = visit.requests()
    until = time.monotonic() + SECONDS

    async def client() -> None:
        nonlocal errors
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            while time.monotonic() < until:
                begun = time.monotonic()
                writer.write(next(requests))
                if await answered(reader) == visit.status:
                    times.append(time.monotonic() - begun)
                else:
                    errors += 1
        finally:
            writer.close()

    async def writer_beside(bodies: Iterator[bytes]) -> None:
        nonlocal errors
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.monotonic() < until:
            writer.write(next(bodies))
            errors += await answered(reader) != 302
            await asyncio.sleep(1)
        writer.close()

    beside = [writer_beside(visit.beside())] if visit.beside else []
    await asyncio.gather(*beside, *(client() for _ in range(CLIENTS)))
    return times or [0.0], errors


async def answered(reader: asyncio.StreamReader) -> int:
    """The status of the next answer, read whole."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = head.partition(b"content-length: ")[2].partition(b"\r\n")[0]
    await reader.readexactly(int(length))
    return int(head.split(b" ", 2)[1])


def prepare() -> int:
    """The addresses to ask, and people signed in, as JSON."""
    import django

    django.setup()
    from django.test import RequestFactory

    from communaute.comptes.models import User
    from communaute.questions.models import Question
    from communaute.questions.reading.orders import LATEST
    from socle.keyset import END

    long = Question.objects.order_by("-answers_count").first()
    usual = Question.objects.filter(answers_count__gt=5).order_by("pk")[QUESTIONS // 3]
    deep = LATEST.cursor(Question.objects.order_by("-last_activity_at")[QUESTIONS // 2])
    space = usual.space.get_absolute_url()
    pages = {
        "accueil de la communauté": "/communaute/",
        "liste, au milieu": f"/communaute/?apres={deep}",
        "espace": space,
        "question": usual.get_absolute_url(),
        "fil de 2 000, première page": long.get_absolute_url(),
        "fil de 2 000, dernière page": f"{long.get_absolute_url()}?avant={END}",
        "recherche, mot courant": "/recherche/?q=sous-station",
        "recherche, mot rare": "/recherche/?q=éco-prêt",
        "recherche, mot mal tapé": "/recherche/?q=chaufage",
        "recherche, rien": "/recherche/?q=zzyzx",
        "suggestions": "/recherche/suggestions/?q=sous-st",
    }
    people = User.objects.filter(email__endswith="@echelle.test").order_by("pk")[:PEOPLE]
    questions = Question.objects.filter(answers_count__lte=20).order_by("-pk")
    sys.stdout.write(
        json.dumps(
            {
                "pages": pages,
                "people": [_signed_in(person, RequestFactory()) for person in people],
                "questions": list(questions.values_list("pk", flat=True)[:997]),
            }
        )
    )
    return 0


def _signed_in(person: object, factory: object) -> dict[str, str]:
    """Cookies and token of a person, as signing in would give them."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import login
    from django.middleware.csrf import CSRF_SESSION_KEY, get_token

    request = factory.get("/")
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    # Tokens live in the session, where the middleware would put this one.
    request.session[CSRF_SESSION_KEY] = request.META["CSRF_COOKIE"]
    token = get_token(request)
    request.session.save()
    cookie = f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}"
    return {"cookie": cookie, "token": token}


if __name__ == "__main__":
    if sys.argv[1:] == ["prepare"]:
        raise SystemExit(prepare())
    raise SystemExit(main())
