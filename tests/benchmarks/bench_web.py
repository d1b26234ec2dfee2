"""How many processes and threads serve best, and what clients in number do: `make bench BENCH=web`.

The same pages, drawn from the database each time, asked by N clients at once, to the web command
with several numbers of processes and threads. On SQLite, in a file of its own; and on PostgreSQL
when `BENCH_DATABASE_URL` names an empty database, with the connections counted.
"""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from itertools import count

import psycopg

from tests.benchmarks.databases import ROOT, manage, say

PAGES_ASKED = 450
CLIENTS = (16, 300)
# The first is the floor that the others are compared with; the last, granian's own defaults.
MODES = ((1, 1), (1, 2), (1, 8), (2, 1), (2, 2), (2, 4), None)
# Never the same address twice: no page comes from the cache.
NUMBERS = count(time.time_ns() // 1_000_000)
PAGES = ("/?", "/communaute/questions/poser/?essai=", "/ambassadeurs/?q=")


def main() -> int:
    ok = True
    with tempfile.TemporaryDirectory(prefix="bench-web-") as folder:
        urls = {"SQLite": f"sqlite:///{folder}/bench.sqlite3"}
        if os.environ.get("BENCH_DATABASE_URL"):
            urls["PostgreSQL"] = os.environ["BENCH_DATABASE_URL"]
        for name, url in urls.items():
            say(f"{name} :")
            environment = os.environ | {"DATA_DIR": folder, "DATABASE_URL": url, "DEBUG": "1"}
            manage(environment, "migrate", "--verbosity", "0")
            manage(environment, "seed_demo", "--verbosity", "0")
            ok &= measure(environment)
    return 0 if ok else 1


def measure(environment: dict[str, str]) -> bool:
    """Print one line per mode and number of clients; False when the default had an error."""
    floor: dict[int, float] = {}
    ok = True
    for mode in MODES:
        with serving(environment, mode) as port:
            for clients in CLIENTS:
                begun = time.monotonic()
                with watched(environment["DATABASE_URL"]) as connections:
                    times, errors = asyncio.run(ask(port, clients, PAGES_ASKED))
                rate = len(times) / (time.monotonic() - begun)
                floor.setdefault(clients, rate or 1)
                times.sort()
                name = f"{mode[0]} × {mode[1]}" if mode else "granian seul"
                say(
                    f"  {name:<12} {clients:>4} clients : {rate:6.0f} pages/s, "
                    f"× {rate / floor[clients]:4.2f}, médiane {times[len(times) // 2]:5.2f} s, "
                    f"99 % {times[len(times) * 99 // 100]:5.2f} s, erreurs {errors}, "
                    f"connexions {connections[0]}"
                )
                ok &= mode != (2, 2) or not errors
    return ok


class serving:
    """`with serving(environment, (2, 2)) as port:` the web command of this mode, warm."""

    def __init__(self, environment: dict[str, str], mode: tuple[int, int] | None) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        if mode is None:
            granian = os.path.join(os.path.dirname(sys.executable), "granian")
            words = [granian, "--interface", "wsgi", "--no-ws", "config.wsgi:application"]
        else:
            words = [sys.executable, "-m", "config.web"]
            environment |= {"WEB_PROCESSES": str(mode[0]), "WEB_THREADS": str(mode[1])}
        self.words = [*words, "--port", str(self.port), "--log-level", "error"]
        self.environment = environment

    def __enter__(self) -> int:
        self.process = subprocess.Popen(
            self.words, cwd=ROOT, env=self.environment, stderr=subprocess.DEVNULL, process_group=0
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            times, errors = asyncio.run(ask(self.port, 8, 24))
            if times and not errors:
                break
        return self.port

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(30)
        time.sleep(0.5)


class watched:
    """`with watched(url) as most:` `most[0]` is the most connections seen; 0 on SQLite."""

    def __init__(self, url: str) -> None:
        self.url, self.most, self.stop = url, [0], threading.Event()

    def __enter__(self) -> list[int]:
        self.thread = threading.Thread(target=self._look)
        self.thread.start()
        return self.most

    def _look(self) -> None:
        if not self.url.startswith("postgres"):
            return
        with psycopg.connect(self.url, autocommit=True) as connection:
            while not self.stop.wait(0.2):
                row = connection.execute(
                    "SELECT count(*) - 1 FROM pg_stat_activity WHERE datname = current_database()"
                ).fetchone()
                self.most[0] = max(self.most[0], row[0] if row else 0)

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join()


async def ask(port: int, clients: int, pages: int) -> tuple[list[float], int]:
    """Seconds of each page well answered, and how many were not, by so many clients at once."""
    times: list[float] = []
    errors = 0
    numbers = iter([next(NUMBERS) for _ in range(pages)])

    async def client() -> None:
        nonlocal errors
        for number in numbers:
            page = f"{PAGES[number % len(PAGES)]}{number}"
            begun = time.monotonic()
            try:
                assert await status(port, page) == 200
            except (OSError, ValueError, IndexError, AssertionError):
                errors += 1
            else:
                times.append(time.monotonic() - begun)

    await asyncio.gather(*(client() for _ in range(clients)))
    return times or [0.0], errors


async def status(port: int, page: str) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(
            f"GET {page} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()
        )
        answer = await reader.read(-1)
        return int(answer.split(b" ", 2)[1])
    finally:
        writer.close()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if sys.argv[1:] == ["measure"]:
        sys.exit(not measure(dict(os.environ)))
    sys.exit(main())
