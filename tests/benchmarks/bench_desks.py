"""Whole pages of the desks among 50 000 requests (docs/performances.md): `make bench`.

On SQLite, in a file of its own; and on PostgreSQL when `BENCH_DATABASE_URL` names an empty
database (the PostgreSQL of a test, never one that holds anything).
"""

import gc
import os
import subprocess
import sys
import tempfile
import time

import numpy as np

from tests.benchmarks.bench_matching import ROOT, _manage, _say

AMBASSADEURS = 2000
CALLS = 20


def main() -> int:
    ok = True
    with tempfile.TemporaryDirectory(prefix="bench-desks-") as folder:
        urls = {"SQLite": f"sqlite:///{folder}/bench.sqlite3"}
        if os.environ.get("BENCH_DATABASE_URL"):
            urls["PostgreSQL"] = os.environ["BENCH_DATABASE_URL"]
        for name, url in urls.items():
            _say(f"{name} :")
            environment = os.environ | {"DATA_DIR": folder, "DATABASE_URL": url, "DEBUG": "1"}
            _manage(environment, "migrate", "--verbosity", "0")
            _manage(environment, "seed_scale", f"--ambassadeurs={AMBASSADEURS}")
            measured = subprocess.run(
                [sys.executable, "-m", "tests.benchmarks.bench_desks", "measure"],
                cwd=ROOT,
                env=environment,
                check=False,
            )
            ok &= measured.returncode == 0
    return 0 if ok else 1


def measure() -> int:
    """Median and 95th percentile of each page: session, queries and template."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.conf import settings
    from django.db import connection

    settings.DEBUG = False  # no list of queries kept
    from ambassadeurs.mises_en_relation.models import Demande
    from tests.benchmarks.generate_requests import create_requests

    start = time.perf_counter()
    desks = create_requests()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    _say(f"  demandes créées en {time.perf_counter() - start:.1f} s")
    rows = Demande.objects
    _say(f"  exploitant : {rows.at_operator_desk(desks.operator).count()} demandes")
    _say(f"  agence : {rows.at_agency_desk(desks.agency).count()} demandes")
    _say(f"  personne : {rows.filter(requester=desks.person).count()} demandes")
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
            _say(f"  {address} : {response.status_code}")
            return False
    median, p95 = np.percentile(durations, [50, 95])
    _say(f"  {address} : médiane {median:.0f} ms, 95 % sous {p95:.0f} ms ({CALLS} appels)")
    return True


if __name__ == "__main__":
    raise SystemExit(measure() if sys.argv[1:] == ["measure"] else main())
