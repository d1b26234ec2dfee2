"""The real service in subprocesses: web and worker, production settings, own data."""

import email
import email.policy
import fcntl
import hashlib
import os
import shutil
import signal
import smtplib
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings

from config.mail import StoredMail, stored_mails
from scripts.look_alike import variables
from tests.ambassadeurs.reseaux.fake_geocoder import FakeGeocoder
from tests.communaute.notifications.smtp import reply_to
from tests.database import copy_into, postgres_template
from tests.e2e.commands import Commands
from tests.e2e.postoffice import ANSWERS, open_office

ROOT = Path(__file__).resolve().parent.parent.parent
EXTRACT = ROOT.parent / "shared/data/reseaux_chaleur_traces_extrait.geojson"
# Limits of what comes at once on a quiet machine: waiting longer costs nothing there, and a machine
# that does other things meanwhile is many times slower.
WAIT_S = 120
START_S = 900
COMMAND_S = 900
ON_POSTGRES = "postgresql" in settings.DATABASES["default"]["ENGINE"]
DEMONSTRATION = "demonstration"
# How the mail that gathers what is not urgent begins.
MORNING = "Voici ce qui est nouveau pour vous"
# What who works for an organisation is told at their first way in, whatever the walk.
PROTECT = "cet espace demandera une seconde preuve"
# Ends once the worker has sent all that was told: what comes next finds a quiet service.
QUIET = """
import time
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from communaute.notifications.models import Mail

def busy():
    # `ready` leaves out the heartbeat, planned for later at any time.
    tasks = DBTaskResult.objects
    if tasks.ready().exists() or tasks.running().exists():
        return True
    # Those being sent too: they wait until they have left.
    return Mail.objects.waiting().filter(due_at__lte=timezone.now()).exists()

deadline = time.monotonic() + 300
while busy():
    assert time.monotonic() < deadline, "what was due has not left"
    time.sleep(0.2)
"""
# The template is kept for as long as migrations stay the same: a database that is old, and whose
# clock never ran, is told by `/healthz`. Here it is old each time, and the clock has run.
CLOCK = """
from datetime import timedelta
from django.core.management import call_command
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
MigrationRecorder.Migration.objects.update(applied=timezone.now() - timedelta(days=30))
call_command("tick")
"""


@dataclass
class Service:
    """A running service. `log` holds what both processes said, errors of pages included;
    `environment` is theirs; `commands` runs `manage.py` in it, beside them."""

    url: str
    mails_folder: Path
    log: Path
    geocoder: FakeGeocoder
    environment: dict[str, str]
    mail_port: int
    provider: str
    commands: Commands

    def mails_to(self, address: str) -> list[StoredMail]:
        """All but those that come at an hour of their own, whatever a walk does."""
        mails = [mail for mail in stored_mails(self.mails_folder) if address in mail.recipient]
        return [one for one in mails if MORNING not in one.text and PROTECT not in one.text]

    def mornings_to(self, address: str) -> list[StoredMail]:
        """The mails of the morning."""
        mails = stored_mails(self.mails_folder)
        return [mail for mail in mails if address in mail.recipient and MORNING in mail.text]

    def wait_for_mail(
        self, address: str, known: list[StoredMail], about: str = "", *, morning: bool = False
    ) -> StoredMail:
        """The next mail to an address, besides those already known, whose text says `about`; the
        worker sends it."""
        names = {mail.name for mail in known}
        mails_to = self.mornings_to if morning else self.mails_to
        deadline = time.monotonic() + WAIT_S
        while time.monotonic() < deadline:
            for mail in mails_to(address):
                if mail.name not in names and about in " ".join(mail.text.split()):
                    return mail
            time.sleep(0.2)
        message = f"Aucun courriel à {address} en {WAIT_S} s.\n{self.log.read_text()[-2000:]}"
        raise AssertionError(message)

    def answer(self, mail: StoredMail, text: str) -> None:
        """« Répondre » in the mailbox of who received it: their mail server gives it to ours."""
        raw = (self.mails_folder / f"{mail.name}.eml").read_bytes()
        reply = reply_to(email.message_from_bytes(raw, policy=email.policy.default), text)
        answer = email.message_from_bytes(reply, policy=email.policy.default)
        with smtplib.SMTP("127.0.0.1", self.mail_port, timeout=WAIT_S) as server:
            server.send_message(answer)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def own_database(name: str, template: str) -> Iterator[dict[str, str]]:
    """Variables of a copy of a database of PostgreSQL, dropped at the end. On SQLite, where it is a
    file of the data folder: none."""
    if not ON_POSTGRES:
        yield {}
        return
    address = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield {"DATABASE_URL": address._replace(path=f"/{name}").geturl()}
        finally:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def make_demonstration(common: dict[str, str], place: Path) -> None:
    """Make, as a development machine would, what each service of these tests starts from a copy
    of: a data folder and, on PostgreSQL, the database `DEMONSTRATION`, left there until the next
    run replaces it."""
    part = place.with_suffix(".part")
    part.mkdir()
    template = postgres_template(os.environ["DATABASE_URL"]) if ON_POSTGRES else ""
    with own_database(f"{DEMONSTRATION}_part", template) as database:
        if not ON_POSTGRES:
            start = sqlite3.connect(part / "db.sqlite3")
            copy_into(start)
            start.close()
        making = common | database | {"DATA_DIR": str(part)}
        manage(making, "seed_demo")
        manage(making, "shell", "-c", CLOCK)
        if EXTRACT.exists():
            manage(making, "import_reseaux", str(EXTRACT))
        if ON_POSTGRES:
            with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
                connection.execute(f"DROP DATABASE IF EXISTS {DEMONSTRATION} WITH (FORCE)")
                connection.execute(f"ALTER DATABASE {DEMONSTRATION}_part RENAME TO {DEMONSTRATION}")
    part.rename(place)


def collected_static(environment: dict[str, str]) -> Path:
    """Hashed and compressed files, made once per version of the sources (half a minute)."""
    digest = hashlib.sha256((ROOT / "uv.lock").read_bytes())
    for path in sorted((ROOT / "static").rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    place = ROOT / "var/e2e-static" / digest.hexdigest()[:16]
    if not place.exists():
        part = place.with_suffix(f".{os.getpid()}")
        manage(environment | {"DATA_DIR": str(part)}, "collectstatic", "--no-input")
        shutil.rmtree(place.parent / "old", ignore_errors=True)
        # Another run of the same version may have been quicker: its files are as good.
        with suppress(OSError):
            (part / "static").rename(place)
        shutil.rmtree(part)
    return place


def manage(environment: dict[str, str], *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments, "-v", "0"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=COMMAND_S,
        check=False,
    )
    assert done.returncode == 0, f"{arguments}: {done.stderr[-3000:]}"


def wait_until_healthy(url: str, processes: list[subprocess.Popen], log: Path) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        assert all(process.poll() is None for process in processes), log.read_text()
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=WAIT_S):
                return
        except (OSError, urllib.error.HTTPError):
            time.sleep(0.2)
    raise AssertionError(log.read_text())


@contextmanager
def run_service(place: Path, run: Path, geocoder: FakeGeocoder) -> Iterator[Service]:
    """Serve the demonstration as production does, from the folder `place`; `run` is that of the
    run of tests, whose services start from the same demonstration."""
    port, mail_port, provider_port = free_port(), free_port(), free_port()
    url = f"http://127.0.0.1:{port}"
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    common = kept | {"DATA_DIR": str(place), "GEOCODER_URL": geocoder.url}
    common["QUIET_HOURS"] = "0"  # walks read their mails at any hour
    if os.environ.get("CACHE_URL"):
        # Not that of the tests of this worker, who empty it.
        number = 8 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
        address = urlsplit(os.environ["CACHE_URL"])
        common["CACHE_URL"] = address._replace(path=f"/{number}").geturl()
    demonstration = run / "demonstration"
    with (run / "lock").open("w") as lock:
        # Of two workers that need it, one makes it and the other waits: a minute of one core.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not demonstration.exists():
            make_demonstration(common, demonstration)
    shutil.copytree(demonstration, place, dirs_exist_ok=True)
    with own_database(f"e2e_{os.getpid()}", DEMONSTRATION) as database:
        common |= database
        production = common | {
            "SECRET_KEY": "cle-d-essai-sans-valeur-" + "a1b2c3d4e5" * 5,
            "AUDIT_KEY": "cle-de-scelles-d-essai-sans-valeur",
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "BASE_URL": url,
            "SECURE_SSL_REDIRECT": "0",
            # However many cores: what a page writes, another process reads.
            "WEB_PROCESSES": "2",
            # Mails leave by a real server, and answers come back by it.
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            "INBOUND_EMAIL": ANSWERS,
            **variables(provider_port),
        }
        (place / "static").symlink_to(collected_static(production))
        log = place / "log"
        commands = [
            [sys.executable, "-m", "config.web", "--port", str(port)],
            [sys.executable, "-m", "config.worker", "--interval", "0.2"],
            [sys.executable, "scripts/look_alike.py", str(provider_port)],
        ]
        office = open_office(place / "mails", production, mail_port)
        with office, log.open("w") as output:
            processes = [
                subprocess.Popen(
                    command,
                    cwd=ROOT,
                    env=production,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    process_group=0,
                )
                for command in commands
            ]
            running = Commands(production, ROOT)
            try:
                wait_until_healthy(url, processes, log)
                # The last days of the demonstration are told by mail too.
                running.run("shell", "-c", QUIET)
                provider = production["FRANCECONNECT_ISSUER"]
                yield Service(
                    url, place / "mails", log, geocoder, production, mail_port, provider, running
                )
            finally:
                running.stop()
                for process in processes:
                    process.terminate()
                for process in processes:
                    try:
                        process.wait(60)
                    except subprocess.TimeoutExpired:
                        os.killpg(process.pid, signal.SIGKILL)
                        process.wait()
