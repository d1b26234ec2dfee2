"""The cursor of `statements.py`, apart: its library is there with PostgreSQL only."""

from typing import Any

from django.db.backends.postgresql.base import ServerBindingCursor


class KeptCursor(ServerBindingCursor):
    """Each statement is prepared the first time."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        connection = self.connection
        # Django forbids it on the whole connection; its own statements hold their values.
        before, connection.prepare_threshold = connection.prepare_threshold, 0
        try:
            return super().execute(query, params, **options | {"prepare": True})
        finally:
            connection.prepare_threshold = before
