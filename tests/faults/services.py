"""PostgreSQL, Redis and nginx of one's own: those of the suite may not be killed."""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from redis import Redis
from redis.exceptions import RedisError

from tests.communaute.notifications.smtp import free_port
from tests.database import ROOT, postgres_template
from tests.faults.processes import PATIENCE_S, wait_until


class Postgres:
    """A server of its own in a folder of its own, of at most 100 connections as by default.

    Killed processes lose nothing of what the system was given: `fsync` may stay off. What a
    client was told is committed was given to the system: `synchronous_commit` stays on.
    """

    def __init__(self, place: Path) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        initdb = found[-1] if found else Path(shutil.which("initdb") or "initdb")
        self.bin = initdb.resolve().parent
        self.place = place / "postgres"
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        # It refuses to run as root, and its folder is its own.
        self.user = {"user": "postgres"} if os.geteuid() == 0 else {}
        self.place.mkdir()
        if self.user:
            shutil.chown(self.place, "postgres")
        words = [initdb, "-D", self.place, "-U", "postgres", "-A", "trust", "--no-sync"]
        words += ["--encoding", "UTF8", "--locale", "C.UTF-8"]
        subprocess.run(words, check=True, capture_output=True, cwd="/", **self.user)
        self.start()
        with self.connect("postgres") as connection:
            connection.execute("CREATE DATABASE faults")

    def fill(self, url: str) -> None:
        """Copy there the migrated database of the suite's server."""
        copy = f"faults_{os.getpid()}"
        with psycopg.connect(url, autocommit=True) as suite:
            # A copy is read: nobody may copy the template itself while it is being read.
            suite.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{postgres_template(url)}"')
            try:
                self._read(urlsplit(url)._replace(path=f"/{copy}").geturl())
            finally:
                suite.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')

    def _read(self, address: str) -> None:
        read = [self.bin / "pg_dump", "--no-owner", address]
        write = [self.bin / "psql", "-q", "-v", "ON_ERROR_STOP=1", self.url]
        with subprocess.Popen(read, stdout=subprocess.PIPE) as dump:
            subprocess.run(write, stdin=dump.stdout, check=True, stdout=subprocess.DEVNULL)
        assert dump.returncode == 0

    def copy(self, name: str) -> str:
        """Another database with all that this one holds, never brought up to date: its URL."""
        with self.connect("postgres") as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        url = urlsplit(self.url)._replace(path=f"/{name}").geturl()
        read = [self.bin / "pg_dump", "--no-owner", self.url]
        with subprocess.Popen(read, stdout=subprocess.PIPE) as dump:
            write = [self.bin / "psql", "-q", "-v", "ON_ERROR_STOP=1", url]
            subprocess.run(write, stdin=dump.stdout, check=True, stdout=subprocess.DEVNULL)
        assert dump.returncode == 0
        return url

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/faults"

    def connect(self, name: str = "faults") -> psycopg.Connection:
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user="postgres", dbname=name, autocommit=True
        )

    def start(self) -> None:
        settings = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_connections": 100,
            "fsync": "off",
            "full_page_writes": "off",
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (self.place.parent / "postgres.log").open("ab") as log:
            self.process = subprocess.Popen(
                [self.bin / "postgres", "-D", self.place, *options],
                **{"cwd": "/", "stdout": log, "stderr": log, "process_group": 0, **self.user},
            )
        wait_until(self.answers, "PostgreSQL answers")

    def answers(self) -> bool:
        try:
            self.connect("postgres").close()
        except psycopg.Error:
            return False
        return True

    def crash(self) -> None:
        """The whole server at once, as the machine's memory running out would."""
        assert self.process
        with suppress(ProcessLookupError):
            os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()
        # Its orphans see that it is gone, and leave; until then its folder is theirs.
        wait_until(lambda: not _alive_in_group(self.process), "the backends are gone")
        (self.place / "postmaster.pid").unlink(missing_ok=True)
        self.start()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(PATIENCE_S)


class RedisServer:
    """A Redis that keeps nothing."""

    def __init__(self, place: Path) -> None:
        self.place, self.port = place, free_port()
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        words = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self.process = subprocess.Popen(
            [*words, "--dir", self.place], stdout=subprocess.DEVNULL, process_group=0
        )
        wait_until(self.answers, "Redis answers")

    def answers(self) -> bool:
        client = Redis(port=self.port)
        try:
            return bool(client.ping())
        except RedisError:
            return False
        finally:
            client.close()

    def crash(self) -> None:
        self.process.kill()
        self.process.wait()
        self.start()

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def nginx(place: Path, service_port: int) -> Iterator[int]:
    """`deploy/nginx.conf` as it is, but for the ports and a shorter patience with bodies."""
    port, place = free_port(), place / "nginx"
    place.mkdir()
    ours = (ROOT / "deploy/nginx.conf").read_text()
    for written, here in (
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("server 127.0.0.1:8000;", f"server 127.0.0.1:{service_port};"),
        ("client_body_timeout 15s;", "client_body_timeout 2s;"),
        ("/var/log/nginx/chauffage-urbain.log", f"{place}/access.log"),
    ):
        assert written in ours
        ours = ours.replace(written, here)
    (place / "ours.conf").write_text(ours)
    temporary = "".join(
        f"{name}_temp_path {place}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (place / "nginx.conf").write_text(
        f"daemon off; pid {place}/pid; error_log {place}/log; events {{}}"
        f"http {{ access_log off; {temporary} include {place}/ours.conf; }}"
    )
    words = ["nginx", "-e", place / "log", "-p", place, "-c", place / "nginx.conf"]
    process = subprocess.Popen(words, process_group=0)

    def answers() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    try:
        wait_until(answers, "nginx answers")
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def _alive_in_group(process: subprocess.Popen[bytes]) -> bool:
    try:
        os.killpg(process.pid, 0)
    except ProcessLookupError:
        return False
    return True
