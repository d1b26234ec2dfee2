"""Import of a file of the real size, then nearest network: `make bench BENCH=reseaux`.

Budgets (docs/performances.md): import ≤ 90 s and ≤ 600 MB, nearest ≤ 1 ms, ≤ 60 MB of a process's
own and a first test ≤ 50 ms once the process is ready. Each part runs in a process of its own on
a database of its own, so that memory is told apart.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from tests.benchmarks.generate_reseaux import SEED, TOWNS, write_networks

ROOT = Path(__file__).resolve().parents[2]
POINTS = 5000
MAX_IMPORT_S = 90.0
MAX_IMPORT_MB = 600.0
MAX_NEAREST_MS = 1.0
MAX_OWN_MB = 60.0
MAX_FIRST_MS = 50.0


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="bench-reseaux-") as folder:
        environment = os.environ | {"DATA_DIR": folder, "DATABASE_URL": "", "DEBUG": "1"}
        environment["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        path = Path(folder) / "reseaux_de_chaleur.geojson"
        write_networks(path)
        _say(f"fichier : {path.stat().st_size / 1e6:.0f} Mo")
        _manage(environment, "migrate", "--verbosity", "0")
        ok = True
        for label in ("import", "second import"):
            seconds, peak = _manage(environment, "import_reseaux", str(path))
            _say(f"{label} : {seconds:.1f} s, {peak:.0f} Mo au plus")
            ok &= seconds <= MAX_IMPORT_S and peak <= MAX_IMPORT_MB
        # The first process makes the file, the second finds it.
        for label in ("processus qui fait le fichier", "processus suivant"):
            _say(f"{label} :")
            nearest = subprocess.run(
                [sys.executable, "-m", "tests.benchmarks.bench_reseaux", "nearest"],
                cwd=ROOT,
                env=environment,
                check=False,
            )
            ok &= nearest.returncode == 0
    return 0 if ok else 1


def nearest() -> int:
    """Median and 99th percentile of the traces around, and of the whole test of an address."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    import shapely

    from ambassadeurs.reseaux.address_test.eligibility import evaluate
    from ambassadeurs.reseaux.geometry import LAMBERT_93, WGS84, project
    from ambassadeurs.reseaux.places import make_ready
    from ambassadeurs.reseaux.spatial import get_index

    before = _own_mb()
    start = time.perf_counter()
    index = get_index()
    built = time.perf_counter() - start
    own, peak = _own_mb() - before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    make_ready()
    start = time.perf_counter()
    evaluate(longitude=5.7403, latitude=45.184, commune=None)
    first_ms = (time.perf_counter() - start) * 1000
    _say(
        f"index : {len(index.existing.keys)} tracés, {index.existing.segments.shape[0]} nœuds, "
        f"prêt en {built:.2f} s, {own:.0f} Mo à ce processus (au plus {peak:.0f} Mo en tout) ; "
        f"premier test {first_ms:.1f} ms"
    )
    random = np.random.default_rng(SEED)
    towns = np.array([[x, y] for _, _, x, y in TOWNS])
    points = towns[random.integers(0, len(towns), POINTS)] + random.normal(0, 9_000, (POINTS, 2))
    made = shapely.points(points)
    durations = []
    for point in made:
        start = time.perf_counter()
        index.existing.within(point, distance_m=1000)
        durations.append((time.perf_counter() - start) * 1000)
    median, p99 = np.percentile(durations, [50, 99])
    _say(
        f"tous à moins d’un kilomètre : médiane {median:.3f} ms, 99 % sous {p99:.3f} ms "
        f"({POINTS} points)"
    )

    degrees = shapely.get_coordinates(
        project(shapely.multipoints(made[:500]), source=LAMBERT_93, target=WGS84)
    )
    whole = []
    for longitude, latitude in degrees.tolist():
        start = time.perf_counter()
        evaluate(longitude=longitude, latitude=latitude, commune=None)
        whole.append((time.perf_counter() - start) * 1000)
    median_whole, p99_whole = np.percentile(whole[1:], [50, 99])
    _say(
        f"test d’adresse entier, base comprise : médiane {median_whole:.1f} ms, "
        f"99 % sous {p99_whole:.1f} ms"
    )
    held = p99 <= MAX_NEAREST_MS and own <= MAX_OWN_MB and first_ms <= MAX_FIRST_MS
    return 0 if held else 1


def _own_mb() -> float:
    """Memory that this process shares with no other, in MB (Linux)."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("RssAnon:")[1].split()[0]) / 1024


def _manage(environment: dict[str, str], *arguments: str) -> tuple[float, float]:
    """Run a command; return its seconds and its peak of memory in MB."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(process.returncode)
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(nearest() if sys.argv[1:] == ["nearest"] else main())
