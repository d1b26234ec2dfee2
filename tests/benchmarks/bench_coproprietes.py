"""Import of the register, then look-up as one types: `make bench BENCH=coproprietes`.

Budgets (docs/performances.md): import of 600 000 rows ≤ 3 min and ≤ 400 MB, look-up ≤ 50 ms. On
SQLite, and on PostgreSQL too when `BENCH_DATABASE_URL` names a database that may be emptied.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from tests.benchmarks.bench_reseaux import _manage, _say
from tests.benchmarks.generate_rnic import write_register

MAX_IMPORT_S = 180.0
MAX_IMPORT_MB = 400.0
MAX_SEARCH_MS = 50.0
# What people type: numbers, names, addresses, unfinished words, common words, nothing useful.
TYPED = (
    "AA0000026", "aa 000", "12 rue des lilas", "12 rue des lilas paris", "lil", "ro", "ma",
    "résidence victor hugo", "résid", "rue de la", "victor", "saint martin", "clos", "75", "750",
    "général leclerc toulouse", "le clos jean", "paris", "marseille rue", "villa marie",
    "copropriété les tilleuls lyon", "1 rue vi", "impasse du moulin", "38000 gambetta",
)  # fmt: skip
COMMUNES = (None, "75056", "38185", "13055")
REPEATS = 3


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="bench-coproprietes-") as folder:
        path = Path(folder) / "rnic.csv"
        addresses = [f"sqlite:///{folder}/bench.sqlite3", os.environ.get("BENCH_DATABASE_URL", "")]
        ok = True
        for address in filter(None, addresses):
            environment = os.environ | {"DATA_DIR": folder, "DATABASE_URL": address, "DEBUG": "1"}
            _say(f"— {address.partition(':')[0]}")
            _manage(environment, "migrate", "--verbosity", "0")
            if not path.exists():
                _run(environment, "generate", str(path))
                _say(f"fichier : {path.stat().st_size / 1e6:.0f} Mo")
            for label in ("import", "second import"):
                seconds, peak = _manage(environment, "import_coproprietes", str(path))
                _say(f"{label} : {seconds:.0f} s, {peak:.0f} Mo au plus")
                ok &= seconds <= MAX_IMPORT_S and peak <= MAX_IMPORT_MB
            ok &= _run(environment, "search") == 0
    return 0 if ok else 1


def search() -> int:
    """Median, 95th percentile and worst of every text typed, in France and in one commune."""
    from ambassadeurs.registre.models import RegisteredCopropriete
    from communaute.territoires.models import Commune

    communes = [Commune.objects.get(pk=code) if code else None for code in COMMUNES]
    RegisteredCopropriete.objects.search("premier appel")
    measures: list[tuple[float, str]] = []
    for _ in range(REPEATS):
        for commune in communes:
            for text in TYPED:
                start = time.perf_counter()
                RegisteredCopropriete.objects.search(text, commune=commune)
                measures.append(((time.perf_counter() - start) * 1000, text))
    durations = [duration for duration, _ in measures]
    median, p95 = np.percentile(durations, [50, 95])
    worst, text = max(measures)
    _say(
        f"recherche : médiane {median:.1f} ms, 95 % sous {p95:.1f} ms, au pire {worst:.1f} ms "
        f"(« {text} »), {len(measures)} recherches"
    )
    return 0 if p95 <= MAX_SEARCH_MS else 1


def _run(environment: dict[str, str], *arguments: str) -> int:
    """Run a part of this script in a process of its own; return its status."""
    import subprocess

    command = [sys.executable, "-m", "tests.benchmarks.bench_coproprietes", *arguments]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    if sys.argv[1:]:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        import django

        django.setup()
        if sys.argv[1] == "generate":
            write_register(Path(sys.argv[2]))
            raise SystemExit(0)
        raise SystemExit(search())
    raise SystemExit(main())
