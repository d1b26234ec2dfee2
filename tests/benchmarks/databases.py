"""What benches share: a database of scale of their own, on SQLite and perhaps on PostgreSQL."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def on_each(bench: str, *, ambassadeurs: int) -> int:
    """Make the data of scale on each database, then run `bench` there with "measure".

    Returns 0 when each measure holds its budget, else 1.
    """
    ok = True
    with tempfile.TemporaryDirectory(prefix=f"{bench}-") as folder:
        urls = {"SQLite": f"sqlite:///{folder}/bench.sqlite3"}
        if os.environ.get("BENCH_DATABASE_URL"):
            urls["PostgreSQL"] = os.environ["BENCH_DATABASE_URL"]
        for name, url in urls.items():
            say(f"{name} :")
            environment = os.environ | {"DATA_DIR": folder, "DATABASE_URL": url, "DEBUG": "1"}
            manage(environment, "migrate", "--verbosity", "0")
            start = time.perf_counter()
            manage(environment, "seed_scale", f"--ambassadeurs={ambassadeurs}")
            say(f"  {ambassadeurs} ambassadeurs créés en {time.perf_counter() - start:.1f} s")
            measured = subprocess.run(
                [sys.executable, "-m", f"tests.benchmarks.{bench}", "measure"],
                cwd=ROOT,
                env=environment,
                check=False,
            )
            ok &= measured.returncode == 0
    return 0 if ok else 1


def manage(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()
