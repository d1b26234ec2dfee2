"""What is asked of the database, SELECT apart."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements of the block that are no SELECT, without their values.

    Django's own `CaptureQueriesContext` asks SQLite to write each value of each query, which
    doubles the queries of a page.
    """
    found: list[str] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: dict) -> Any:
        if not sql.startswith("SELECT"):
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        yield found
