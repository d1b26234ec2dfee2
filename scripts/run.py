"""Serve the whole house on one machine: web server and task worker, with the demo at first.

Started by `make run`. It prepares the database, loads the demo when it is missing or when its
content changed, starts both processes, says where to look, and stops both on Ctrl-C.
Environment: `PORT` (default 8000), `HOST` (default 127.0.0.1), `WEB_THREADS` (default 8), and all
that `.env.example` lists.
"""

import hashlib
import io
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
GRACE_S = 10


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
    for folder in ("ambassadeurs/impact/demo", "cms/demo"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.read_bytes())
    return digest.hexdigest()


def prepare() -> None:
    """Migrate, then load the demo if need be (development) or collect static files (production)."""
    from django.conf import settings
    from django.core.management import call_command

    database = settings.DATABASES["default"]
    is_new = "sqlite3" in database["ENGINE"] and not Path(database["NAME"]).exists()
    say("Base de données…")
    call_command("migrate", verbosity=0)
    if not settings.DEBUG:
        say("Réglages de production : pas de démonstration ni de comptes d’essai.")
        call_command("collectstatic", verbosity=0, interactive=False)
        return
    mark = settings.DATA_DIR / "demonstration"
    fingerprint = demo_fingerprint(f"{database['ENGINE']} {database['NAME']}")
    if is_new or not mark.exists() or mark.read_text() != fingerprint:
        say("Démonstration…")
        call_command("seed_demo", verbosity=0, stdout=io.StringIO())
        mark.write_text(fingerprint)


def demo_logins() -> str:
    from django.conf import settings

    from ambassadeurs.impact.demo.people import LOGINS, PASSWORD

    if not settings.DEBUG:
        return ""
    people = "\n".join(f"    {person.email:<28} {person.says}" for person in LOGINS)
    return (
        f"\n  Comptes d’essai, mot de passe « {PASSWORD} » :\n{people}\n"
        "  Aucun courriel ne part : ils se lisent à l’adresse /demo/mails/\n"
    )


def start(host: str, port: int) -> list[subprocess.Popen[bytes]]:
    """Start both processes in groups of their own: only this script hears Ctrl-C."""
    web = [
        *(str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--no-ws"),
        *("--host", host, "--port", str(port), "--log-level", "error"),
        *("--blocking-threads", os.environ.get("WEB_THREADS", "8"), "config.wsgi:application"),
    ]
    worker = [sys.executable, "-m", "config.worker"]
    return [subprocess.Popen(command, cwd=ROOT, process_group=0) for command in (web, worker)]  # noqa: S603


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + GRACE_S
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def wait_until_it_answers(host: str, port: int, processes: list[subprocess.Popen[bytes]]) -> None:
    for _ in range(300):
        if any(process.poll() is not None for process in processes):
            return
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return


def leave(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)
    processes: list[subprocess.Popen[bytes]] = []
    try:
        import django
        from django.conf import settings

        host, port = os.environ.get("HOST", "127.0.0.1"), settings.PORT
        if not port_is_free(host, port):
            say(
                f"Le port {port} est déjà pris par un autre programme.\n"
                f"Choisissez-en un autre, par exemple : PORT={port + 1} make run"
            )
            return 1
        django.setup()
        prepare()
        logins = demo_logins()
        processes = start(host, port)
        shown = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104
        wait_until_it_answers(shown, port, processes)
        say(f"\n  ChauffageUrbain : http://{shown}:{port}/\n{logins}\n  Arrêter : Ctrl-C\n")
        while all(process.poll() is None for process in processes):
            time.sleep(0.3)
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        stop(processes)
        say("\nArrêté.")
        return 0
    stop(processes)
    say("Un des deux programmes s’est arrêté de lui-même : voir le message ci-dessus.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
