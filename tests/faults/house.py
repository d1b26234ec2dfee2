"""The whole service as `make run` starts it, on data of its own, and people who write in it."""

import http.client
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from scripts.run import demo_fingerprint
from tests.communaute.notifications.smtp import free_port
from tests.database import ROOT, copy_into
from tests.faults.processes import (
    PATIENCE_S,
    command_of,
    descendants,
    end,
    is_alive,
    parent_of,
    wait_until,
)

PROCESSES, THREADS = 2, 2
BODY = "Chez nous, les charges ont baissé d’un quart la première année, chiffres à l’appui."


def environment(place: Path, **more: str) -> dict[str, str]:
    """Variables of `make run` on data of its own, with two processes of two threads."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "DATA_DIR": str(place),
        "PORT": str(free_port()),
        "WEB_PROCESSES": str(PROCESSES),
        "WEB_THREADS": str(THREADS),
        # Mails leave at any hour, whenever the tests run.
        "QUIET_HOURS": "0",
        **more,
    }


def furnish(place: Path, *, engine: str = "django.db.backends.sqlite3", name: str = "") -> None:
    """A migrated database, and the mark of a demonstration already loaded: none is needed."""
    if not name:
        name = str(place / "db.sqlite3")
        base = sqlite3.connect(name)
        copy_into(base)
        base.close()
    (place / "demonstration").write_text(demo_fingerprint(f"{engine} {name}"))


@dataclass
class House:
    """A running service. `process` is `scripts/run.py`, or `make` above it."""

    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes]
    _people: subprocess.Popen[str] | None = None

    @property
    def port(self) -> int:
        return int(self.environment["PORT"])

    def pids(self, what: str) -> list[int]:
        """Of the "worker", of "granian" (which only watches), or of the "web" below it."""
        below = descendants(self.process.pid)
        if what == "worker":
            return [pid for pid in below if "config.worker" in command_of(pid)]
        granians = [pid for pid in below if "config.rsgi" in command_of(pid)]
        watchers = [pid for pid in granians if parent_of(pid) not in granians]
        return watchers if what == "granian" else [p for p in granians if p not in watchers]

    def is_whole(self) -> bool:
        """Everything runs, and pages are answered."""
        numbers = [len(self.pids(what)) for what in ("worker", "granian", "web")]
        return numbers == [1, 1, PROCESSES] and self.get("/robots.txt") == 200

    def get(self, path: str) -> int:
        """The status of a page; 0 when there was no answer."""
        return self._ask("GET", path)

    def page(self, path: str) -> str:
        """The text of a page, on a connection of its own: any of the processes."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        client.request("GET", path)
        text = client.getresponse().read().decode()
        client.close()
        return text

    def post(self, person: dict[str, str]) -> int:
        """Publish the answer of one person: 302 is the service's word that it is kept."""
        data = {
            "csrfmiddlewaretoken": person["token"],
            "submission_key": person["key"],
            # Not the key: one in three hundred holds what reads as a telephone, and is asked about.
            "body": f"{BODY} C’était l’escalier {person['number']}.",
        }
        headers = {
            "Cookie": f"session={person['cookie']}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return self._ask("POST", person["path"], urlencode(data), headers)

    def _ask(self, method: str, path: str, body: str = "", headers: dict | None = None) -> int:
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            client.request(method, path, body or None, headers or {})
            answer = client.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            client.close()
        return answer.status

    def people(self, words: str) -> Any:
        """See `tests/faults/people.py`, run beside the service."""
        if self._people is None:
            self._people = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.people"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        self._people.stdin.write(words + "\n")
        self._people.stdin.flush()
        return json.loads(self._people.stdout.readline())

    def close(self) -> None:
        if self._people:
            self._people.communicate()

    def port_is_closed(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) != 0

    def said(self) -> str:
        return self.log.read_text(errors="replace")


@contextmanager
def house(environment: dict[str, str], command: tuple[str, ...] = ()) -> Iterator[House]:
    """Start the service, wait until it is whole, and leave nothing behind."""
    log = Path(environment["DATA_DIR"]) / "log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            command or (sys.executable, "scripts/run.py"),
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    running = House(environment, log, process)
    try:
        wait_until(
            lambda: "Arrêter : Ctrl-C" in running.said() or process.poll() is not None,
            "the service says that it is ready",
        )
        assert process.poll() is None, running.said()
        wait_until(running.is_whole, "the service is whole")
        yield running
    finally:
        running.close()
        below = descendants(process.pid)
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(40)
        end([pid for pid in [process.pid, *below] if is_alive(pid)], signal.SIGKILL)
        process.wait()


@dataclass
class Writers:
    """People who answer questions for as long as the block lasts, again until told it is kept."""

    house: House
    people: list[dict[str, str]]
    number: int = 3
    acknowledged: list[str] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)

    def __enter__(self) -> "Writers":
        self._end = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._write) for _ in range(self.number)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        for thread in self._threads:
            thread.join()

    def _write(self) -> None:
        while not self._end.is_set():
            with self._lock:
                if not self.people:
                    return
                person = self.people.pop()
            while (status := self.house.post(person)) != 302:
                self.refused.append(status)
                if self._end.wait(0.2):
                    return
            self.acknowledged.append(person["key"])
            self._end.wait(0.2)

    def wait_for(self, more: int) -> None:
        """Until so many more answers were acknowledged."""
        wanted = len(self.acknowledged) + more
        self._wait(lambda: len(self.acknowledged) >= wanted, f"{more} more answers kept")

    def wait_for_all(self) -> None:
        """Until everybody's answer was acknowledged."""
        self._wait(lambda: not any(thread.is_alive() for thread in self._threads), "all kept")

    def _wait(self, look: Callable[[], bool], what: str) -> None:
        try:
            wait_until(look, what)
        except AssertionError as error:
            error.add_note(f"refused: {Counter(self.refused)}\n{self.house.said()[-3000:]}")
            raise
