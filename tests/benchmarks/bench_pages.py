"""The table of issue 9: every page through the web command as deployed. `make bench`.

The floor first (one row read by its key, without Django, same server, same run), then each page:
known already, under one write a second, never seen, signed in. On SQLite, and on PostgreSQL when
`BENCH_DATABASE_URL` names a database for it. Markdown out; the raw figures beside, in JSON.

Environment, all optional:
  BENCH_DATABASE_URL, BENCH_CACHE_URL   PostgreSQL and Redis
  BENCH_SQLITE      the file of SQLite (BENCH_DATA/sqlite3)
  BENCH_ON          sqlite or postgresql: only this one
  BENCH_QUESTIONS   10 000, with ten answers each
  BENCH_KEEP=1      measure the databases as they are, filled by a former run
  BENCH_ONLY        rows whose key holds one of these words: question,recherche-rare
  BENCH_SECONDS     4, for each row; BENCH_CLIENTS: 8
  BENCH_BEFORE      the JSON of a former run: a column says how many times slower each row is
  BENCH_OUT         where both files go, without extension (BENCH_DATA/pages)
  BENCH_DATA        var/bench
"""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from config.web import THREADS
from tests.benchmarks.bench_web import serving
from tests.benchmarks.databases import ROOT, manage, say
from tests.benchmarks.pages import memory
from tests.benchmarks.pages.clients import client_name, measure
from tests.benchmarks.pages.report import Line, Run, markdown, write
from tests.benchmarks.pages.requests import FLOOR, HOST, Table

QUESTIONS = int(os.environ.get("BENCH_QUESTIONS") or 10_000)
SECONDS = float(os.environ.get("BENCH_SECONDS") or 4)
CLIENTS = int(os.environ.get("BENCH_CLIENTS") or 8)
DATA = Path(os.environ.get("BENCH_DATA") or ROOT / "var/bench").resolve()
ANSWERS_EACH = 10
PROCESSES = len(os.sched_getaffinity(0))
MANY = 10**6
# Limits of what all visitors may ask together, and of how often one writes.
LIFTED = {
    "search": {
        "searches_a_minute": MANY,
        "searches_a_second": MANY,
        "searches_of_all_a_minute": MANY,
        "searches_of_all_a_second": MANY,
        "suggestions_a_minute": MANY,
    },
    "reseaux": {"tests_a_minute": MANY},
    "questions": {
        "seconds_between_answers": 0,
        "newcomer_seconds_between_answers": 0,
        "first_day_answers": MANY,
        "answers_in_a_row": MANY,
    },
}


def main() -> int:
    load = f"{os.getloadavg()[0]:.1f}".replace(".", ",")
    facts = {
        "date": f"{date.today():%d/%m/%Y}",
        "cores": os.cpu_count(),
        "load": load,
        "processes": PROCESSES,
        "threads": THREADS,
        "clients": CLIENTS,
        "client": client_name(),
        "seconds": f"{SECONDS:g}".replace(".", ","),
        "lifted": json.dumps(LIFTED),
        "content": {},
    }
    run = Run(facts, [], {})
    for name, environment in databases():
        say(f"{name} :")
        if not os.environ.get("BENCH_KEEP"):
            fill(environment)
        manage(served(environment), "collectstatic", "--no-input", "--verbosity", "0")
        on_one(run, name, served(environment))
    out = Path(os.environ.get("BENCH_OUT") or DATA / "pages")
    write(run, out.with_suffix(".json"))
    before = os.environ.get("BENCH_BEFORE")
    text = markdown(run, json.loads(Path(before).read_text()) if before else None)
    out.with_suffix(".md").write_text(text + "\n")
    say(f"\n{text}\n\n{out.with_suffix('.md')}, {out.with_suffix('.json')}")
    return 1 if any(line.measured.errors for line in run.lines) else 0


def databases() -> list[tuple[str, dict[str, str]]]:
    """Each database to measure, with the environment that names it."""
    common = os.environ | {"DATA_DIR": str(DATA), "DEBUG": "1"}
    # An empty address of a cache is refused: none is the memory of each process.
    common.pop("CACHE_URL", None)
    common["DJANGO_SETTINGS_MODULE"] = "config.settings"
    file = os.environ.get("BENCH_SQLITE") or DATA / "sqlite3"
    found = {"SQLite": common | {"DATABASE_URL": f"sqlite:///{file}"}}
    if url := os.environ.get("BENCH_DATABASE_URL"):
        redis = os.environ.get("BENCH_CACHE_URL", "")
        name = "PostgreSQL et Redis" if redis else "PostgreSQL"
        cached = {"CACHE_URL": redis} if redis else {}
        found = {name: common | {"DATABASE_URL": url} | cached, **found}
    only = os.environ.get("BENCH_ON", "").lower()
    return [(name, one) for name, one in found.items() if name.lower().startswith(only)]


def served(environment: dict[str, str]) -> dict[str, str]:
    """The settings of production, but for the limits; each visitor has an address of its own."""
    return environment | {
        "DEBUG": "0",
        "SECRET_KEY": "cle-de-mesure-sans-valeur-0123456789abcdefghijklmnopqrstuvwxyz",
        "AUDIT_KEY": "cle-de-scelles-de-mesure-sans-valeur-0123456789abcdef",
        "ALLOWED_HOSTS": f".{HOST},127.0.0.1",
        "BASE_URL": f"https://{HOST}",
        "SECURE_SSL_REDIRECT": "0",
        "TRUSTED_PROXY_COUNT": "1",
        "NUMBERS": json.dumps(LIFTED),
    }


def fill(environment: dict[str, str]) -> None:
    manage(environment, "migrate", "--verbosity", "0")
    manage(environment, "seed_demo", "--verbosity", "0")
    counts = {
        "questions": QUESTIONS,
        "answers": QUESTIONS * ANSWERS_EACH,
        "ambassadeurs": QUESTIONS // 20,
        "demandes": QUESTIONS // 2,
        "visites": QUESTIONS // 20,
        "dossiers": QUESTIONS // 50,
    }
    scale = [f"--{name}={count}" for name, count in counts.items()]
    for words in (
        ["seed_scale", *scale],
        ["sync_counters"],
        ["rebuild_search"],
        ["compute_impact"],
    ):
        begun = time.monotonic()
        manage(environment, *words)
        say(f"  {' '.join(words)} : {time.monotonic() - begun:.0f} s")


def on_one(run: Run, name: str, environment: dict[str, str]) -> None:
    """Every row of a database, added to the run."""
    table = prepared(environment)
    run.facts["content"][name] = table.facts
    floor = 0.0
    for server, rows in (
        (floor_serving(environment), [row for row in table.rows if row.is_apart]),
        (serving(environment, (PROCESSES, THREADS)), [r for r in table.rows if not r.is_apart]),
    ):
        with server as port:
            for row in rows:
                beside = table.beside if row.is_written_beside else None
                found = measure(port, row, beside=beside, clients=CLIENTS, seconds=SECONDS)
                floor = found.rate if row.key == FLOOR else floor
                held = memory.of_processes(server.process.pid)
                ratio = found.rate / (floor or found.rate)
                rss = sum(one["rss"] for one in held)
                run.lines.append(Line(name, row, found, ratio, rss))
                wrong = f"  ERREURS {found.errors}" if found.errors else ""
                say(
                    f"  {row.key:<28} {found.rate:8.0f}/s  × {ratio:6.2f}  {found.p50:7.1f} ms  "
                    f"99 % {found.p99:7.1f} ms{wrong}"
                )
            run.memory[name] = memory.of_processes(server.process.pid)


def floor_serving(environment: dict[str, str]) -> serving:
    """The server of the floor, with as many processes and threads."""
    server = serving(environment, (PROCESSES, THREADS))
    granian = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--no-ws"]
    granian += ["--http", "1", "--workers", str(PROCESSES), "--blocking-threads", str(THREADS)]
    granian += ["--port", str(server.port), "--log-level", "error"]
    server.words = [*granian, "tests.benchmarks.floor:application"]
    return server


def prepared(environment: dict[str, str]) -> Table:
    """The rows of this database that were chosen, counted by a process of its own."""
    found = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.pages.inside"],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return Table.from_json(json.loads(found.stdout))


if __name__ == "__main__":
    # Told to end, it leaves no web server behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    raise SystemExit(main())
