"""The web command, in development and in production: `python -m config.web`.

Granian, one process a core and two threads a process: measured best (docs/performances.md), and
the number of connections to the database follows from it. More clients than threads wait their
turn. Environment: `HOST`, `PORT`, `WEB_PROCESSES`, `WEB_THREADS`; arguments go to granian.
"""

import os
import resource
import sys
from collections.abc import Mapping
from pathlib import Path

from environ import Env

ROOT = Path(__file__).resolve().parent.parent
THREADS = 2
# Clients that a process holds at once, sending, waiting or reading; the others wait in the kernel.
CLIENTS_A_PROCESS = 1000
BACKLOG = 2048
# Of a client: to send its headers, and to ask again on a connection that it keeps.
HEADERS_MS = 15_000
# At the stop, of a request under way; a supervisor waits longer.
STOP_S = 8


def processes(environ: Mapping[str, str]) -> int:
    """How many web processes: as many as cores this process may use, unless told otherwise."""
    return int(environ.get("WEB_PROCESSES") or os.process_cpu_count() or 1)


def threads(environ: Mapping[str, str]) -> int:
    """How many requests a process answers at once, each with a connection to the database."""
    return int(environ.get("WEB_THREADS") or THREADS)


def connections(environ: Mapping[str, str]) -> int:
    """The most connections to the database that the web processes may ever hold together: one a
    thread, and one a process that reads the version of the public pages (`config.warm`)."""
    return processes(environ) * (threads(environ) + 1)


def command(environ: Mapping[str, str]) -> list[str]:
    """Granian with its options, ready for `exec`."""
    return [
        *(str(Path(sys.executable).parent / "granian"), "--interface", "rsgi", "--no-ws"),
        *("--host", environ.get("HOST") or "127.0.0.1"),
        *("--port", environ.get("PORT") or "8000", "--http", "1"),
        *("--workers", str(processes(environ)), "--respawn-failed-workers"),
        *("--workers-kill-timeout", str(STOP_S)),
        *("--backlog", str(BACKLOG), "--backpressure", str(CLIENTS_A_PROCESS)),
        # Files that granian reads itself need few threads, not its 512.
        *("--runtime-mode", "mt", "--runtime-blocking-threads", "4"),
        *("--http1-header-read-timeout", str(HEADERS_MS), "--log-level", "warning"),
        "config.rsgi:application",
    ]


def main(arguments: list[str]) -> None:
    Env.read_env(ROOT / ".env")
    # A connection is a file: the usual 1024 would refuse the last clients.
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4 * CLIENTS_A_PROCESS
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
    words = command(os.environ)
    os.execv(words[0], [*words, *arguments])  # noqa: S606 - no shell, our own words


if __name__ == "__main__":
    main(sys.argv[1:])
