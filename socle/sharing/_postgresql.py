"""The cursor of `statements.py`, apart: its library is there with PostgreSQL only."""

from typing import Any

from django.db.backends.postgresql.base import ServerBindingCursor


class KeptCursor(ServerBindingCursor):
    """Each statement is prepared the first time."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        return super().execute(query, params, **options | {"prepare": True})
