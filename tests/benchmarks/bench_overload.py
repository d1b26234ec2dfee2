"""Useful work when there are too many clients: `make bench BENCH=overload`.

A question under an address that nobody read, asked by 8 clients, then by 300, in turns within one
run: the machine's moods weigh on both. Of the 300 some come back as soon as they are answered
(`wrk`-like), some leave after six seconds and come back (people): what is answered to who left is
no work. Somebody comes each second beside them, and once they have all gone.

Fails when the 300 get less than 80 % of the useful work of the 8, or when somebody who stays waits
more than `WAIT_S` and a second. On SQLite, in a file of its own.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from tests.benchmarks.bench_web import serving
from tests.benchmarks.databases import ROOT, say
from tests.faults.house import furnish

FEW, MANY, ROUNDS, ROUND_S = 8, 300, 3, 10.0
SHARE = 0.8
# A person waits so long, then leaves and comes back.
PATIENCE_S = 6.0
NUMBERS = count(time.time_ns() // 1_000_000)


@dataclass
class Seen:
    """What the clients of a round saw; seconds of the answers that they got."""

    answered: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    left: int = 0

    def note(self, status: int, seconds: float) -> None:
        self.statuses[status] += 1
        if status == 200:
            self.answered.append(seconds)

    def __str__(self) -> str:
        times = sorted(self.answered) or [0.0]
        return (
            f"{len(times) / ROUND_S:6.1f} utiles/s, refus {self.statuses[503] / ROUND_S:6.1f}/s, "
            f"partis {self.left / ROUND_S:5.1f}/s, médiane {times[len(times) // 2]:5.2f} s, "
            f"99 % {times[len(times) * 99 // 100]:5.2f} s"
        )


async def ask(port: int, path: str) -> tuple[int, int]:
    """The status, and the seconds that the service asks to wait."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        words = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        writer.write(words.encode())
        head = (await reader.read(-1)).partition(b"\r\n\r\n")[0].lower()
        after = head.partition(b"retry-after: ")[2].partition(b"\r\n")[0]
        return int(head.split(b" ", 2)[1]), int(after or 0)
    finally:
        writer.close()


async def client(port: int, path: str, seen: Seen, until: float, patience_s: float | None) -> None:
    while (begun := time.monotonic()) < until:
        with suppress(OSError, IndexError):
            try:
                async with asyncio.timeout(patience_s):
                    status, _ = await ask(port, f"{path}?reponse={next(NUMBERS)}")
            except TimeoutError:
                seen.left += 1
                continue
            if time.monotonic() < until:
                seen.note(status, time.monotonic() - begun)


async def newcomer(port: int, path: str, seen: Seen, until: float) -> None:
    while (begun := time.monotonic()) < until:
        status, _ = await ask(port, f"{path}?reponse={next(NUMBERS)}")
        seen.note(status, time.monotonic() - begun)
        await asyncio.sleep(1)


async def play(port: int, path: str, clients: int, patience_s: float | None) -> tuple[Seen, Seen]:
    seen, new = Seen(), Seen()
    until = time.monotonic() + ROUND_S
    async with asyncio.TaskGroup() as group:
        for _ in range(clients):
            group.create_task(client(port, path, seen, until, patience_s))
        group.create_task(newcomer(port, path, new, until))
    begun = time.monotonic()
    status, _ = await ask(port, f"{path}?reponse={next(NUMBERS)}")
    new.note(status, time.monotonic() - begun)
    return seen, new


def measure(port: int, path: str) -> bool:
    kinds = {
        "8 clients": (FEW, None),
        "300 qui reviennent": (MANY, None),
        "300 qui s’en vont": (MANY, PATIENCE_S),
    }
    rates: dict[str, list[float]] = {name: [] for name in kinds}
    for _ in range(ROUNDS):
        for name, (clients, patience_s) in kinds.items():
            seen, new = asyncio.run(play(port, path, clients, patience_s))
            rates[name].append(len(seen.answered) / ROUND_S)
            say(f"  {name:<20} {seen}, nouveau venu {max(new.answered, default=0.0):5.2f} s")
    medians = {name: statistics.median(found) for name, found in rates.items()}
    few, *many = medians.values()
    for name, rate in medians.items():
        say(f"{name:<20} : {rate:6.1f} utiles/s, {rate / few:4.0%}")
    return all(rate >= SHARE * few for rate in many)


def question(environment: dict[str, str]) -> str:
    """The address of a question, asked now."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.faults.people"],
        cwd=ROOT,
        env=environment,
        input="ask\n",
        capture_output=True,
        text=True,
        check=True,
    )
    path: str = json.loads(told.stdout)["path"]
    return path


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="bench-overload-") as folder:
        furnish(Path(folder))
        environment = os.environ | {"DATA_DIR": folder, "DEBUG": "1"}
        environment.pop("DATABASE_URL", None)
        with serving(environment, (2, 2)) as port:
            return 0 if measure(port, question(environment)) else 1


if __name__ == "__main__":
    sys.exit(main())
