"""Whole pages of the desks among 50 000 requests (docs/performances.md): `make bench BENCH=desks`.

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

AMBASSADEURS = 2000
REQUESTS = 50_000
CALLS = 20


def main() -> int:
    return on_each("bench_desks", ambassadeurs=AMBASSADEURS)


def measure() -> int:
    """Median and 95th percentile of each page: session, queries and template."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.conf import settings
    from django.db import connection

    settings.DEBUG = False  # no list of queries kept
    from ambassadeurs.demandes.models import Demande
    from ambassadeurs.demonstration.scale.requests import create_requests

    start = time.perf_counter()
    desks = create_requests(Random(20261124), REQUESTS)  # noqa: S311 - always the same rows
    assert desks is not None
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    say(f"  demandes créées en {time.perf_counter() - start:.1f} s")
    rows = Demande.objects
    say(f"  exploitant : {rows.at_operator_desk(desks.operator).count()} demandes")
    say(f"  agence : {rows.at_agency_desk(desks.agency).count()} demandes")
    say(f"  personne : {rows.filter(requester=desks.person).count()} demandes")
    pages = (
        (desks.operator, "/exploitant/"),
        (desks.operator, "/exploitant/?tri=potentiel"),
        (desks.operator, "/exploitant/?texte=residence+12&page=2"),
        (desks.operator, "/exploitant/carte.geojson"),
        (desks.agency, "/agence/"),
        (desks.person, "/mises-en-relation/?cote=envoyees"),
        (desks.agency, "/mises-en-relation/?cote=recues"),
    )
    return 0 if all(_time(user, address) for user, address in pages) else 1


def _time(user: object, address: str) -> bool:
    from django.test import Client

    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    client.get(address)
    gc.collect()
    durations = []
    for _ in range(CALLS):
        start = time.perf_counter()
        response = client.get(address)
        durations.append((time.perf_counter() - start) * 1000)
        if response.status_code != 200:
            say(f"  {address} : {response.status_code}")
            return False
    median, p95 = np.percentile(durations, [50, 95])
    say(f"  {address} : médiane {median:.0f} ms, 95 % sous {p95:.0f} ms ({CALLS} appels)")
    return True


if __name__ == "__main__":
    raise SystemExit(measure() if sys.argv[1:] == ["measure"] else main())
