"""The floor that pages are compared with: the same server and database, without Django.

`/plancher/vide/` answers at once; `/plancher/cle/` reads one row by its key. A WSGI application
apart from the service: what slows the service does not lower its floor.
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable
from typing import Any

import psycopg

SQL = "SELECT title FROM questions_space WHERE id = 1"
_kept = threading.local()


def connection() -> Any:
    """One a thread, as the service has."""
    known = getattr(_kept, "connection", None)
    if known is None:
        url = os.environ["DATABASE_URL"]
        if url.startswith("sqlite:///"):
            known = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        else:
            known = psycopg.connect(url, autocommit=True)
        _kept.connection = known
    return known


def application(
    environ: dict[str, Any], start_response: Callable[[str, list[tuple[str, str]]], Any]
) -> Iterable[bytes]:
    """Both pages; any other address answers as the first."""
    body = b"rien"
    if environ["PATH_INFO"] == "/plancher/cle/":
        row = connection().execute(SQL).fetchone()
        body = str(row and row[0]).encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
