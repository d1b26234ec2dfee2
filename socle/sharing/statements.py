"""Statements that PostgreSQL keeps: read and planned once a connection, then asked with other keys.

Planning a query of several joins costs PostgreSQL five times what answering it does. Its first
answers are planned for their keys; then it keeps one plan, unless those were cheaper. A pooler that
stands between (PgBouncer by transaction) must know prepared statements: `max_prepared_statements`.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

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


def as_number(connection: BaseDatabaseWrapper, number: int) -> Any:
    """A number whose type is the same whatever its size: a statement is kept for its types."""
    if connection.vendor != "postgresql":
        return number
    from psycopg.types.numeric import Int8

    return Int8(number)
