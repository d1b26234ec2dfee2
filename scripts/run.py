"""Serve the whole house on one machine: web server, task worker and clock, with the demo at first.

Started by `make run`. It prepares the database, loads the demo when it is missing or when its
content changed, starts the programs, says where to look, starts again the one that dies, and
stops them all on Ctrl-C. Environment: `PORT` (default 8000), `HOST` (default 127.0.0.1),
`DEMO_CONNECT=1` (beside it a look-alike of FranceConnect and ProConnect, on the next port:
scripts/look_alike.py), `WEB_PROCESSES` and `WEB_THREADS` (config/web.py), and all that
`.env.example` lists.
"""

import gc
import hashlib
import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from datetime import date
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Given to each program to finish what it does; more than granian gives to its own processes.
GRACE_S = 12
# A program that ran so long was well: its next death is a new one.
CALM_S = 60
LONGEST_PAUSE_S = 30
FIRST_TICK_S, TICK_S = 60, 300


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - the terminal is this script's page


def port_is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def demo_fingerprint(database: object) -> str:
    """Changes when the demo's content changes, when it would go to another database, and each
    week: a load opens again the visits that are over."""
    digest = hashlib.sha256(f"{database} {date.today():%G-%V}".encode())
    for folder in ("ambassadeurs/demonstration", "cms/demo"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.read_bytes())
    return digest.hexdigest()


def of_another_version() -> str:
    """A migration that this database has and this code has not, or ""."""
    from django.db import connection

    from socle.backups.archive import migrations_of, unknown

    if "django_migrations" not in connection.introspection.table_names():
        return ""
    return next(iter(unknown(migrations_of(connection))), "")


def prepare() -> bool:
    """Migrate, then load the demo if need be (development) or collect static files (production).

    Returns whether the figures of a new demo are still to be counted.
    """
    from django.conf import settings
    from django.core.management import call_command

    database = settings.DATABASES["default"]
    is_new = "sqlite3" in database["ENGINE"] and not Path(database["NAME"]).exists()
    say("Base de données…")
    if not is_new and (migration := of_another_version()):
        sys.exit(
            f"La base {database['NAME']} vient d’une autre version du service ({migration}) :\n"
            "renommez-la ou supprimez-la, puis relancez ; la démonstration sera refaite."
        )
    call_command("migrate", verbosity=0)
    call_command("rebuild_search", if_needed=True, stdout=io.StringIO())
    if not settings.DEBUG:
        say("Réglages de production : pas de démonstration ni de comptes d’essai.")
        call_command("collectstatic", verbosity=0, interactive=False)
        return False
    mark = settings.DATA_DIR / "demonstration"
    fingerprint = demo_fingerprint(f"{database['ENGINE']} {database['NAME']}")
    is_old = is_new or not mark.exists() or mark.read_text() != fingerprint
    if is_old:
        say("Démonstration…")
        call_command("seed_demo", uncounted=True, verbosity=0, stdout=io.StringIO())
        mark.write_text(fingerprint)
    return is_old


def demo_logins() -> str:
    from django.conf import settings

    from ambassadeurs.demonstration.people import LOGINS, PASSWORD

    if not settings.DEBUG:
        return ""
    people = "\n".join(f"    {person.email:<28} {person.says}" for person in LOGINS)
    return (
        f"\n  Comptes d’essai, mot de passe « {PASSWORD} » :\n{people}\n"
        "  Aucun courriel ne part : ils se lisent à l’adresse /demo/mails/\n"
    )


class Program:
    """A program that runs as long as the service: started again when it dies, and it is said."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name, self.command = name, command
        self.process: subprocess.Popen[bytes] | None = None
        self.deaths = 0
        self.begun = self.due = 0.0

    def look(self) -> None:
        """Start it when it is time to; see whether it died."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.due:
                self.begun = now
                # A group of its own: only this script hears Ctrl-C.
                self.process = subprocess.Popen(self.command, cwd=ROOT, process_group=0)  # noqa: S603
        elif (code := self.process.poll()) is not None:
            self.kill()
            self.deaths = 1 if now - self.begun > CALM_S else self.deaths + 1
            pause = min(2 ** (self.deaths - 1), LONGEST_PAUSE_S)
            self.due = now + pause
            say(f"{self.name} s’est arrêté (code {code}) : relancé dans {pause} s.")

    def is_dead(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def terminate(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def kill(self, wait_s: float = 0) -> None:
        """End the program and all that it started, at once once `wait_s` is over."""
        if not self.process:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(wait_s)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None


class Clock:
    """`manage.py tick` every few minutes, as the cron of a real installation.

    After the demonstration was loaded, it first counts the figures of its past: nobody waits.
    """

    def __init__(self, *, counts: bool) -> None:
        manage = [*with_parent(), sys.executable, "manage.py"]
        self.tick = [*manage, "tick"]
        self.program = Program("L’horloge", [*manage, "compute_impact"] if counts else self.tick)
        self.due = time.monotonic() + (0 if counts else FIRST_TICK_S)

    def look(self) -> None:
        if time.monotonic() >= self.due and self.program.is_dead():
            self.program.kill()
            self.program.process = subprocess.Popen(  # noqa: S603
                self.program.command, cwd=ROOT, process_group=0, stdout=subprocess.DEVNULL
            )
            is_tick = self.program.command == self.tick
            self.due = time.monotonic() + (TICK_S if is_tick else FIRST_TICK_S)
            self.program.command = self.tick


def with_parent() -> list[str]:
    """What makes a command end when this script is killed, where the system knows how."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM"] if setpriv else []


def wait_until_it_answers(host: str, port: int, web: Program, signals: "Signals") -> bool:
    """False when the web server died before it ever answered, or when the stop was asked."""
    while not signals.asked:
        if web.is_dead():
            return False
        client = HTTPConnection(host, port, timeout=5)
        try:
            # `/healthz` would say, and log as an error, that the worker has not begun.
            client.request("GET", "/robots.txt")
            client.getresponse()
        except (OSError, HTTPException):
            time.sleep(0.1)
        else:
            return True
        finally:
            client.close()
    return False


class Signals:
    """The stop is asked once: signals that come during it change nothing."""

    def __init__(self) -> None:
        self.asked = False
        self.may_interrupt = True
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._hear)

    def _hear(self, signum: int, frame: FrameType | None) -> None:
        first, self.asked = not self.asked, True
        if first and self.may_interrupt:
            raise KeyboardInterrupt


def look_alike(port: int) -> list[Program]:
    """The look-alike of the State's providers, when it is asked for: the service is told of it."""
    if os.environ.get("DEMO_CONNECT") not in {"1", "true"}:
        return []
    # Read here: neither the service nor `make run` without it needs its libraries.
    from scripts.look_alike import variables

    os.environ.update(variables(port))
    say(f"FranceConnect et ProConnect d’essai : http://127.0.0.1:{port}/")
    command = [*with_parent(), sys.executable, "scripts/look_alike.py", str(port)]
    return [Program("FranceConnect d’essai", command)]


def serve(
    host: str, port: int, logins: str, signals: Signals, beside: list[Program], clock: Clock
) -> int:
    """Run the programs and the clock until the stop is asked."""
    web = Program("Le serveur web", [*with_parent(), sys.executable, "-m", "config.web"])
    worker = Program("Le worker", [*with_parent(), sys.executable, "-m", "config.worker"])
    try:
        for program in (*beside, web, worker):
            program.look()
        shown = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104
        if wait_until_it_answers(shown, port, web, signals):
            say(f"\n  ChauffageUrbain : http://{shown}:{port}/\n{logins}\n  Arrêter : Ctrl-C\n")
        elif not signals.asked:
            say("Le serveur web ne démarre pas : voir le message ci-dessus.")
            return 1
        while not signals.asked:
            for part in (*beside, web, worker, clock):
                part.look()
            time.sleep(0.2)
    finally:
        programs = (*beside, web, worker, clock.program)
        for program in programs:
            program.terminate()
        deadline = time.monotonic() + GRACE_S
        for program in programs:
            program.kill(max(0.1, deadline - time.monotonic()))
    return 0


def main() -> int:
    signals = Signals()
    try:
        import django
        from django.conf import settings

        beside = look_alike(int(os.environ.get("PORT") or 8000) + 1)
        host, port = os.environ.get("HOST") or "127.0.0.1", settings.PORT
        if not port_is_free(host, port):
            say(
                f"Le port {port} est déjà pris par un autre programme.\n"
                f"Choisissez-en un autre, par exemple : PORT={port + 1} make run"
            )
            return 1
        django.setup()
        # A migration makes the models anew and drops the former ones: looking for what was dropped
        # each few of them is a quarter of the time.
        gc.set_threshold(200_000, 20, 20)
        counts = prepare()
        logins = demo_logins()
        signals.may_interrupt = False
    except KeyboardInterrupt:
        say("\nArrêté.")
        return 0
    code = serve(host, port, logins, signals, beside, Clock(counts=counts))
    if not code:
        say("\nArrêté.")
    return code


if __name__ == "__main__":
    sys.exit(main())
