"""`python -m tests.benchmarks.pages.inside`: the rows of a database as JSON, each with what one
answer costs it, counted in this process: statements, their time, bytes of the page."""

import json
import os
import sys
import time
from dataclasses import replace
from statistics import median, median_low
from typing import Any
from urllib.parse import parse_qsl

from .requests import HOST, NUMBERS, Row, in_turn

# The middle one of so many, each of another page where the row has several.
TIMES = 5


class Statements:
    """An execute wrapper that counts statements, and how long they took."""

    def __init__(self) -> None:
        self.count, self.seconds = 0, 0.0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.count += 1
            self.seconds += time.perf_counter() - begun


def counted(row: Row) -> Row:
    """The row with its figures. Raises RuntimeError when it is not answered as it should."""
    from django.db import connection

    ask(row)
    sql, milliseconds, sizes = [], [], []
    for number in range(1, TIMES + 1):
        statements = Statements()
        with connection.execute_wrapper(statements):
            sizes.append(len(ask(row, number).content))
        sql.append(statements.count)
        milliseconds.append(statements.seconds * 1000)
    return replace(row, sql=median_low(sql), db_ms=median(milliseconds), bytes=median_low(sizes))


def ask(row: Row, number: int = 0) -> Any:
    """The answer of Django to a request of the row, without a server."""
    from django.test import Client

    path = row.paths[number % len(row.paths)]
    person = row.people[number % len(row.people)] if row.people else None
    name, _, value = (person.cookie if person else "").partition("=")
    client = Client(enforce_csrf_checks=True)
    if person:
        client.cookies[name] = value
    is_anybody = row.is_new and not person
    host = f"n{next(NUMBERS)}.{HOST}" if is_anybody else HOST
    headers = {"host": host, "origin": f"https://{HOST}", "x-forwarded-for": "10.0.0.1"}
    if row.posts and person:
        body = dict(parse_qsl(next(in_turn(row)).partition(b"\r\n\r\n")[2].decode()))
        headers["x-csrftoken"] = person.token
        response = client.post(path, body, headers=headers, secure=True)
    else:
        response = client.get(path, headers=headers, secure=True)
    if response.status_code != row.status:
        raise RuntimeError(f"{row.key} : {path} a répondu {response.status_code}")
    return response


def main() -> int:
    import django

    django.setup()
    from .rows import table

    found = table()
    beside = counted(found.beside) if found.beside else None
    words = os.environ.get("BENCH_ONLY", "").split(",")
    chosen = [row for row in found.rows if row.is_floor or any(word in row.key for word in words)]
    rows = [
        row if row.is_apart else beside if beside and row.posts else counted(row) for row in chosen
    ]
    json.dump(replace(found, rows=rows, beside=beside).as_json(), sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
