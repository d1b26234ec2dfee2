"""Queries of the ORM compiled once in a process, then asked with other keys.

Making a query of a few subqueries costs ten times what the database takes to answer it. Nothing
but the keys may change from one time to the next: no moment, no setting, no row read meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from django.db.models import QuerySet

# Keys that no row has, put where those of each time will be.
_FIRST_STAND_IN = 2**62


@dataclass(frozen=True)
class _Compiled:
    """`keys` says which key each parameter is, None for those that stay."""

    sql: str
    params: tuple[Any, ...]
    keys: tuple[int | None, ...]
    names: tuple[str, ...]
    convert: Callable[[list[tuple]], Any]


class Prepared:
    """`make` gives the query, of `values()`, from as many keys (whole numbers) as will be given."""

    def __init__(self, make: Callable[..., QuerySet[Any, dict[str, Any]]], *, keys: int) -> None:
        self.make, self.count = make, keys
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, *keys: int) -> list[dict[str, Any]]:
        """The rows of these keys, in one query."""
        compiled = self._compiled.get(connection.vendor)
        if compiled is None:
            compiled = self._compiled[connection.vendor] = self._compile()
        params = [
            value if place is None else keys[place]
            for value, place in zip(compiled.params, compiled.keys, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(compiled.sql, params)
            found = cursor.fetchall()
        return [dict(zip(compiled.names, row, strict=True)) for row in compiled.convert(found)]

    def first(self, *keys: int) -> dict[str, Any] | None:
        return next(iter(self.rows(*keys)), None)

    def _compile(self) -> _Compiled:
        stand_ins = [_FIRST_STAND_IN + place for place in range(self.count)]
        query = self.make(*stand_ins).query
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        keys = tuple(stand_ins.index(one) if one in stand_ins else None for one in params)
        if not set(range(self.count)) <= set(keys):
            message = "A key of a prepared query is in none of its parameters."
            raise ValueError(message)
        converters = compiler.get_converters([one for one, *_ in compiler.select])

        def convert(rows: list[tuple]) -> Any:
            return compiler.apply_converters(rows, converters) if converters else rows

        return _Compiled(sql, tuple(params), keys, tuple(query.selected or ()), convert)
