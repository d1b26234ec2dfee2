"""Matching among 20 000 ambassadors (budget ≤ 20 ms): `make bench BENCH=matching`.

On SQLite, in a file of its own; and on PostgreSQL when `BENCH_DATABASE_URL` names an empty
database (the PostgreSQL of a test, never one that holds anything).
"""

import gc
import os
import sys
import time
from random import Random

import numpy as np

from tests.benchmarks.databases import on_each, say

AMBASSADEURS = 20_000
CALLS = 200
MAX_MS = 20.0


def main() -> int:
    return on_each("bench_matching", ambassadeurs=AMBASSADEURS)


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
    from ambassadeurs.coproprietes.matching import profile_facts

    return profile_facts(building)  # type: ignore[arg-type]


def _time(label: str, calls: list[dict[str, object]]) -> bool:
    from ambassadeurs.coproprietes.matching import match_ambassadeurs

    match_ambassadeurs(**calls[0])  # type: ignore[arg-type]
    gc.collect()
    durations = []
    for facts in calls:
        start = time.perf_counter()
        found = match_ambassadeurs(**facts)  # type: ignore[arg-type]
        durations.append((time.perf_counter() - start) * 1000)
        if len(found) < 6:
            say(f"  {label} : {len(found)} propositions seulement")
            return False
    median, p95 = np.percentile(durations, [50, 95])
    say(f"  {label} : médiane {median:.1f} ms, 95 % sous {p95:.1f} ms ({len(calls)} appels)")
    return bool(median <= MAX_MS)


if __name__ == "__main__":
    raise SystemExit(measure() if sys.argv[1:] == ["measure"] else main())
