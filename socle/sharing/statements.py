"""Statements that PostgreSQL keeps: read and planned once a connection, then asked with other keys.

Planning a query of several joins costs PostgreSQL five times what answering it does. Its first
answers are planned for their keys; then it keeps one plan, unless those were cheaper. A pooler that
stands between (PgBouncer by transaction) must know prepared statements: `max_prepared_statements`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import F, Q, QuerySet
from django.db.models.lookups import In

# Statements kept by a connection: a query with lists of keys has one for each length.
KEPT = 1_000


def cursor_of_kept(connection: BaseDatabaseWrapper) -> CursorWrapper:
    """A cursor of this connection whose statements the server keeps, where it can."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    from ._postgresql import KeptCursor

    connection.ensure_connection()
    with connection.wrap_database_errors:
        connection.connection.prepared_max = KEPT
        return connection._prepare_cursor(KeptCursor(connection.connection))


def with_constants(
    connection: BaseDatabaseWrapper, sql: str, params: Sequence[Any], places: Sequence[int | None]
) -> tuple[str, Sequence[Any], Sequence[int | None]]:
    """The statement with the parameters that never change (without a place) written in it, and
    those that are left: PostgreSQL then knows which partial indexes serve every time, and how
    frequent these values are. The same elsewhere."""
    if connection.vendor != "postgresql":
        return sql, params, places
    every = iter(zip(params, places, strict=True))
    left = [
        (value, place) for value, place in zip(params, places, strict=True) if place is not None
    ]

    def write(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return found[0]
        value, place = next(every)
        if place is not None:
            return found[0]
        return connection.ops.compose_sql("%s", [value]).replace("%", "%%")

    written = re.sub("%[%s]", write, sql)
    return written, [value for value, _ in left], [place for _, place in left]


def as_number(connection: BaseDatabaseWrapper, number: int) -> Any:
    """A number whose type is the same whatever its size: a statement is kept for its types."""
    if connection.vendor != "postgresql":
        return number
    from psycopg.types.numeric import Int8

    return Int8(number)


class _Gathered(In):
    """`IN` a subquery that PostgreSQL reads first, whole, as an array."""

    def get_rhs_op(self, connection: BaseDatabaseWrapper, rhs: str) -> str:
        if connection.vendor == "postgresql":
            return f"= ANY (ARRAY{rhs})"
        return super().get_rhs_op(connection, rhs)


def gathered(path: str, rows: QuerySet) -> Q:
    """What leads by this path to one of these rows, which are few: their keys are read first, then
    an index finds each. Joined, PostgreSQL would rather read all that leads to any, and keep little
    of it."""
    return Q(_Gathered(F(path), rows.order_by().values("pk").query))
