"""Statements that write, composed once in a process, then run with other values.

As `prepared` for what is read: the ORM says the statement, PostgreSQL keeps it. Nothing but the
values may change from one time to the next. No signal is sent: for models on which the house hangs
none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connections, router
from django.db.models.constants import OnConflict
from django.db.models.fields import AutoField
from django.db.models.sql import DeleteQuery, InsertQuery, UpdateQuery

from .prepared import compiled_once, places_of, put, stand_ins
from .statements import as_number, cursor_of_kept

if TYPE_CHECKING:
    from django.db.models import Field, Model, QuerySet


# Rows added by a statement composed once for each number of them.
MOST_AT_ONCE = 8


@dataclass(frozen=True)
class _Statement:
    alias: str
    sql: str
    params: Sequence[Any]
    places: Sequence[int | None]

    def run(self, keys: Sequence[Any]) -> int:
        with cursor_of_kept(connections[self.alias]) as cursor:
            cursor.execute(self.sql, put(self.alias, keys, self.params, self.places))
            count: int = cursor.rowcount
        return count


class _Written:
    """A statement over rows, made at its first use."""

    def __init__(self, *kinds: type) -> None:
        self.kinds = kinds
        self._statement: _Statement | None = None
        compiled_once(self)

    def __call__(self, *keys: Any) -> int:
        """How many rows were written, in one statement."""
        if self._statement is None:
            self._statement = self._compile()
        return self._statement.run(keys)

    def forget(self) -> None:
        """Compile again the next time."""
        self._statement = None

    def _compile(self) -> _Statement:
        keys, flat = stand_ins(self.kinds)
        query = self._query(*keys)
        alias = router.db_for_write(query.model)
        sql, params = query.get_compiler(using=alias).as_sql()
        places = places_of(alias, flat, params)
        if not set(range(len(flat))) <= set(places):
            message = "A key of a statement is in none of its parameters."
            raise ValueError(message)
        return _Statement(alias, sql, params, places)

    def _query(self, *keys: Any) -> Any:
        raise NotImplementedError


class Changes[Row: Model](_Written):
    """`make` gives, from as many keys as there are `kinds` (int, str, date, datetime or UUID), the
    rows to update and what they become. A value may be None when it is run."""

    def __init__(
        self, make: Callable[..., tuple[QuerySet[Row], Mapping[str, Any]]], *kinds: type
    ) -> None:
        super().__init__(*kinds)
        self.make = make

    def _query(self, *keys: Any) -> Any:
        rows, values = self.make(*keys)
        query: Any = rows.query.chain(UpdateQuery)
        query.add_update_values(values)
        return query


class Deletes[Row: Model](_Written):
    """`make` gives the rows to delete, from as many keys: of one table, of which nothing hangs."""

    def __init__(self, make: Callable[..., QuerySet[Row]], *kinds: type) -> None:
        super().__init__(*kinds)
        self.make = make

    def _query(self, *keys: Any) -> Any:
        return self.make(*keys).query.chain(DeleteQuery)


@dataclass(frozen=True)
class _Insertion:
    sql: str
    fields: Sequence[Any]
    returns: bool
    by_column: bool


class Adds[Row: Model]:
    """Adds a row of a model, whose key is then known. With `unless_there`, what is there already
    stays as it is, and no key is known; with `unique` (names of fields), what has the same ones
    becomes as this in its `updated` fields."""

    def __init__(
        self,
        model: type[Row],
        *,
        unless_there: bool = False,
        unique: Sequence[str] = (),
        updated: Sequence[str] = (),
    ) -> None:
        self.model = model
        self._conflict = OnConflict.UPDATE if unique else None
        if unless_there:
            self._conflict = OnConflict.IGNORE
        self._unique = [model._meta.get_field(name) for name in unique]
        self._updated = [model._meta.get_field(name) for name in updated]
        self._composed: dict[int, _Insertion] = {}

    def __call__(self, row: Row) -> Row:
        """In one statement."""
        if returned := self._run([row]):
            ((row.pk,),) = returned
        row._state.adding = False
        return row

    def all(self, rows: Sequence[Row]) -> None:
        """In one statement, none for no row; their keys are not known, and what is there already
        stays as it is."""
        if len(rows) > MOST_AT_ONCE:
            self.model._default_manager.bulk_create(rows, ignore_conflicts=True)
        elif rows:
            self._run(rows)

    def _run(self, rows: Sequence[Row]) -> list[Any]:
        alias = router.db_for_write(self.model)
        connection = connections[alias]
        insertion = self._composed.get(len(rows))
        if insertion is None:
            insertion = self._composed[len(rows)] = self._compile(alias, rows)
        values = [
            [_value(connection, field, field.pre_save(row, add=True)) for field in insertion.fields]
            for row in rows
        ]
        params: list[Any] = [one for row in values for one in row]
        if insertion.by_column:
            params = [list(column) for column in zip(*values, strict=True)]
        with cursor_of_kept(connection) as cursor:
            cursor.execute(insertion.sql, params)
            returned: list[Any] = cursor.fetchall() if insertion.returns else []
        for row in rows:
            row._state.db = alias
        return returned

    def _compile(self, alias: str, rows: Sequence[Row]) -> _Insertion:
        concrete = self.model._meta.local_concrete_fields
        fields = [field for field in concrete if not isinstance(field, AutoField)]
        query = InsertQuery(
            self.model,
            on_conflict=self._conflict,
            update_fields=self._updated,
            unique_fields=self._unique,
        )
        query.insert_values(fields, list(rows))
        compiler = query.get_compiler(using=alias)
        returns = self._conflict is not OnConflict.IGNORE
        if returns:
            compiler.returning_fields = [self.model._meta.pk]
        ((sql, params),) = compiler.as_sql()
        # PostgreSQL takes several rows as one list a column, where it can.
        return _Insertion(sql, fields, returns, len(rows) > 1 and len(params) == len(fields))


def _value(connection: Any, field: Field[Any, Any], value: Any) -> Any:
    ready = field.get_db_prep_save(value, connection)
    is_number = isinstance(ready, int) and not isinstance(ready, bool)
    return as_number(connection, ready) if is_number else ready
