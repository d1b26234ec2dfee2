"""Matching among 20 000 ambassadors (budget ≤ 20 ms, docs/performances.md): `make bench`.

On SQLite, in a file of its own; and on PostgreSQL when `BENCH_DATABASE_URL` names an empty
database (the PostgreSQL of a test, never one that holds anything).
"""

import gc
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
AMBASSADEURS = 20_000
CALLS = 200
MAX_MS = 20.0


def main() -> int:
    ok = True
    with tempfile.TemporaryDirectory(prefix="bench-matching-") as folder:
        urls = {"SQLite": f"sqlite:///{folder}/bench.sqlite3"}
        if os.environ.get("BENCH_DATABASE_URL"):
            urls["PostgreSQL"] = os.environ["BENCH_DATABASE_URL"]
        for name, url in urls.items():
            _say(f"{name} :")
            environment = os.environ | {"DATA_DIR": folder, "DATABASE_URL": url, "DEBUG": "1"}
            _manage(environment, "migrate", "--verbosity", "0")
            start = time.perf_counter()
            _manage(environment, "seed_scale", f"--ambassadeurs={AMBASSADEURS}")
            _say(f"  {AMBASSADEURS} ambassadeurs créés en {time.perf_counter() - start:.1f} s")
            measured = subprocess.run(
                [sys.executable, "-m", "tests.benchmarks.bench_matching", "measure"],
                cwd=ROOT,
                env=environment,
                check=False,
            )
            ok &= measured.returncode == 0
    return 0 if ok else 1


def measure() -> int:
    """Median and 95th percentile of the call, objects and reasons made, by what is known."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.conf import settings
    from django.db import connection

    settings.DEBUG = False  # no list of queries kept

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    from ambassadeurs.coproprietes.models import Copropriete

    random = Random(1)  # noqa: S311 - always the same buildings
    buildings = random.sample(
        list(Copropriete.objects.select_related("reseau", "commune").order_by("pk")), CALLS
    )
    in_paris = Copropriete.objects.filter(commune__code__startswith="75")
    paris = list(in_paris.select_related("reseau", "commune").order_by("pk")[:CALLS])
    no_place = {"reseau": None, "longitude": None, "latitude": None}
    cases = {
        "tout est connu": [_facts(one) for one in buildings],
        "à Paris, tout est connu": [_facts(one) for one in paris],
        "sans réseau": [_facts(one) | {"reseau": None} for one in buildings],
        "tout sauf le point et le réseau": [_facts(one) | no_place for one in buildings],
        "à Paris, tout sauf le point et le réseau": [_facts(one) | no_place for one in paris],
        "la commune seulement": [{"commune": one.commune} for one in buildings],
        "à Paris, la commune seulement": [{"commune": one.commune} for one in paris],
        "les lots seulement": [{"lots": one.lots} for one in buildings],
        "rien": [{} for _ in buildings],
    }
    timed = [_time(label, calls) for label, calls in cases.items()]
    return 0 if all(timed) else 1


def _facts(building: object) -> dict[str, object]:
    from ambassadeurs.annuaire.matching import profile_facts

    return profile_facts(building)  # type: ignore[arg-type]


def _time(label: str, calls: list[dict[str, object]]) -> bool:
    from ambassadeurs.annuaire.matching import match_ambassadeurs

    match_ambassadeurs(**calls[0])  # type: ignore[arg-type]
    gc.collect()
    durations = []
    for facts in calls:
        start = time.perf_counter()
        found = match_ambassadeurs(**facts)  # type: ignore[arg-type]
        durations.append((time.perf_counter() - start) * 1000)
        if len(found) < 6:
            _say(f"  {label} : {len(found)} propositions seulement")
            return False
    median, p95 = np.percentile(durations, [50, 95])
    _say(f"  {label} : médiane {median:.1f} ms, 95 % sous {p95:.1f} ms ({len(calls)} appels)")
    return bool(median <= MAX_MS)


def _manage(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(measure() if sys.argv[1:] == ["measure"] else main())
