"""Who asks: `wrk` where it is installed, else a client in Python, which takes its share of the
machine. Both send the same bytes over connections that they keep."""

import asyncio
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, cycle
from pathlib import Path

from .requests import NUMBERS, Row, filled, in_turn, requests

SCRIPT = Path(__file__).with_name("wrk.lua")
# More answers than any machine publishes: none may be sent twice.
POSTS_A_SECOND = 1_000


@dataclass(frozen=True, slots=True)
class Measured:
    """`rate` in pages a second, times in milliseconds, `errors` in requests not well answered.

    Nothing answered at all is one error.
    """

    rate: float
    p50: float
    p99: float
    errors: int


def client_name() -> str:
    """How the table calls who asks."""
    return "wrk" if shutil.which("wrk") else "client en Python"


def measure(port: int, row: Row, *, beside: Row | None, clients: int, seconds: float) -> Measured:
    """Ask the row for so long; meanwhile `beside`, once a second."""
    ask = _by_wrk if shutil.which("wrk") else _by_python
    # A second that nobody counts: what each process does once only.
    ask(port, row, clients, min(1.0, seconds))
    if beside is None:
        return ask(port, row, clients, seconds)
    stop, failed = threading.Event(), [0]
    writing = threading.Thread(target=_write, args=(port, in_turn(beside), stop, failed))
    writing.start()
    try:
        found = ask(port, row, clients, seconds)
    finally:
        stop.set()
        writing.join()
    return Measured(found.rate, found.p50, found.p99, found.errors + failed[0])


def _by_wrk(port: int, row: Row, clients: int, seconds: float) -> Measured:
    sent = requests(row, most=round(seconds * POSTS_A_SECOND) + clients)
    with tempfile.NamedTemporaryFile() as file:
        for one in sent:
            file.write(b"%d\n" % len(one) + one)
        file.flush()
        # wrk counts whole seconds.
        length = f"-d{max(1, round(seconds))}s"
        words = ["wrk", "-t1", f"-c{clients}", length, "--timeout=30s", "-s", str(SCRIPT)]
        words += [f"http://127.0.0.1:{port}/", "--", file.name, str(row.status)]
        done = subprocess.run(
            [*words, str(next(NUMBERS))], check=True, capture_output=True, text=True
        )
    numbers = [
        int(word)
        for line in done.stdout.splitlines()
        if line.startswith("RESULT ")
        for word in line.split()[1:]
    ]
    answered, microseconds, p50, p99, _, asked, errors = numbers
    if row.runs_out and asked > len(sent):
        raise RuntimeError(f"{row.key} : {asked} envois, et {len(sent)} seulement étaient prêts")
    rate = answered / (microseconds / 1e6)
    return Measured(rate, p50 / 1000, p99 / 1000, errors or int(not answered))


def _by_python(port: int, row: Row, clients: int, seconds: float) -> Measured:
    templates = requests(row, most=round(seconds * POSTS_A_SECOND) + clients)
    turns = iter(templates) if row.runs_out else cycle(templates)
    return asyncio.run(_ask(port, row, turns, clients, seconds))


async def _ask(
    port: int, row: Row, turns: Iterator[bytes], clients: int, seconds: float
) -> Measured:
    times: list[float] = []
    errors = count()
    begun = time.monotonic()

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            while (now := time.monotonic()) < begun + seconds:
                writer.write(filled(next(turns)))
                if await _answered(reader) != row.status:
                    next(errors)
                times.append(time.monotonic() - now)
        finally:
            writer.close()

    await asyncio.gather(*(client() for _ in range(clients)))
    spent = time.monotonic() - begun
    times.sort()
    p50, p99 = times[len(times) // 2] * 1000, times[len(times) * 99 // 100] * 1000
    return Measured(len(times) / spent, p50, p99, next(errors))


async def _answered(reader: asyncio.StreamReader) -> int:
    """The status of the next answer, read whole."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = head.partition(b"content-length: ")[2].partition(b"\r\n")[0]
    await reader.readexactly(int(length))
    return int(head.split(b" ", 2)[1])


def _write(port: int, bodies: Iterator[bytes], stop: threading.Event, failed: list[int]) -> None:
    """Publish at once, then each second, until told to stop."""

    async def publish() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while not stop.is_set():
            writer.write(next(bodies))
            failed[0] += await _answered(reader) != 302
            await asyncio.to_thread(stop.wait, 1)
        writer.close()

    asyncio.run(publish())
