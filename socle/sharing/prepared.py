"""Queries of the ORM compiled once in a process, then asked with other keys.

Making a query of a few subqueries costs ten times what the database takes to answer it. Nothing
but the keys may change from one time to the next: no moment, no setting, no row read meanwhile,
save content types, which move with migrations only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from uuid import UUID
from weakref import WeakSet

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import prefetch_related_objects
from django.db.models.signals import post_migrate
from django.db.transaction import TransactionManagementError

from .statements import as_number, cursor_of_kept, with_constants

if TYPE_CHECKING:
    from django.db.models import QuerySet

# Kinds of keys: several whole numbers, or texts, for `__in`. Each list is filled up with its last
# one to one of these lengths, or a multiple of the last, so that few queries are compiled.
MANY, TEXTS = list, tuple
_OF = {MANY: int, TEXTS: str}
LENGTHS = (1, 2, 4, 8, 16, 32, 64)

# Keys that no row has, put where those of each time will be; the shortest column can hold them.
_STAND_INS: dict[type, Callable[[int], Any]] = {
    int: lambda place: 2**31 - 1 - place,
    str: lambda place: f"stand-in {place} 7f1e9c",
    date: lambda place: date(9000, 1, 1) + timedelta(days=place),
    datetime: lambda place: datetime(9000, 1, 1, tzinfo=UTC) + timedelta(days=place),
    UUID: lambda place: UUID(int=2**127 + place),
}


@dataclass(frozen=True)
class _Compiled:
    """A query as the database reads it; `places` says which key each parameter is."""

    asked: QuerySet[Any, Any]
    compiler: Any
    sql: str
    params: Sequence[Any]
    places: Sequence[int | None]
    keeps_plan: bool = True

    def rows(self, keys: Sequence[Any]) -> list[Any]:
        # Where reads go may differ from one request to the next.
        alias = self.asked.db
        if self.asked.query.select_for_update and connections[alias].get_autocommit():
            message = "select_for_update cannot be used outside of a transaction."
            raise TransactionManagementError(message)
        connection = connections[alias]
        with cursor_of_kept(connection) if self.keeps_plan else connection.cursor() as cursor:
            cursor.execute(self.sql, put(alias, keys, self.params, self.places))
            rows = cursor.fetchall()
        if not rows:
            return []
        answer = _Answer(self.asked.query, self.compiler, rows, self.converters)
        answered = SimpleNamespace(
            db=alias,
            model=self.asked.model,
            query=answer,
            _fetch_mode=self.asked._fetch_mode,
            _fields=self.asked._fields,
            _known_related_objects={},
        )
        found = list(self.asked._iterable_class(answered))
        if found and self.asked._prefetch_related_lookups:
            prefetch_related_objects(found, *self.asked._prefetch_related_lookups)
        return found

    @cached_property
    def converters(self) -> dict[int, Any]:
        """What turns some columns into what Python has: always the same for these columns."""
        columns = [column for column, *_ in self.compiler.select]
        found: dict[int, Any] = self.compiler.get_converters(columns)
        return found


class _Answer:
    """What the iterables of Django ask of a query and of its compiler, once its rows are read."""

    def __init__(
        self, query: Any, compiler: Any, rows: list[Any], converters: dict[int, Any]
    ) -> None:
        self._query, self._compiler = query, compiler
        self._rows, self._converters = rows, converters
        self.select, self.klass_info = compiler.select, compiler.klass_info
        self.annotation_col_map = compiler.annotation_col_map

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)

    def get_compiler(self, using: str) -> _Answer:
        return self

    def execute_sql(self, **kwargs: Any) -> list[list[Any]]:
        return [self._rows]

    def results_iter(
        self, results: Any = None, *, tuple_expected: bool = False, **kwargs: Any
    ) -> Iterator[Any]:
        read = iter(self._rows)
        if self._converters:
            read = self._compiler.apply_converters(read, self._converters)
        return map(tuple, read) if tuple_expected else read


class Prepared[Row]:
    """`make` gives the query from as many keys as there are `kinds` (int, str, date, datetime,
    UUID, MANY or TEXTS), and reads nothing. Its rows are those of the query: objects with what they
    prefetch, dicts of `values()`, tuples or single values of `values_list()`. A key that the query
    does not use is a mistake, unless it is said not to use all. Without `keeps_plan`, PostgreSQL
    plans it each time: a plan for any value is bad where one is far more frequent than the
    others."""

    def __init__(
        self,
        make: Callable[..., QuerySet[Any, Row]],
        *kinds: type,
        uses_all: bool = True,
        keeps_plan: bool = True,
    ) -> None:
        self.make, self.kinds, self.uses_all = make, kinds, uses_all
        self.keeps_plan = keeps_plan
        self._compiled: dict[tuple[int, ...], _Compiled] = {}
        compiled_once(self)

    def rows(self, *keys: Any) -> list[Row]:
        """The rows of these keys, in one query; none, and no query, where a list is empty, or a
        number such as no column holds (an address may name any)."""
        flat: list[Any] = []
        lengths: list[int] = []
        for kind, key in zip(self.kinds, keys, strict=True):
            several = [one for one in (key if kind in _OF else [key]) if _may_be_held(one)]
            if not several:
                return []
            if kind not in _OF:
                flat.append(key)
                continue
            lengths.append(_filled(len(several)))
            flat += several + several[-1:] * (lengths[-1] - len(several))
        compiled = self._compiled.get(tuple(lengths))
        if compiled is None:
            compiled = self._compiled[tuple(lengths)] = self._compile(lengths)
        return compiled.rows(flat)

    def first(self, *keys: Any) -> Row | None:
        return next(iter(self.rows(*keys)), None)

    def forget(self) -> None:
        """Compile again the next time."""
        self._compiled.clear()

    def _compile(self, lengths: Sequence[int]) -> _Compiled:
        """Raises ValueError for a key that is in none of the parameters."""
        keys, flat = stand_ins(self.kinds, lengths)
        asked = self.make(*keys)
        compiler = asked.query.get_compiler(using=asked.db)
        sql, params = compiler.as_sql()
        places = places_of(asked.db, flat, params)
        if self.uses_all and not set(range(len(flat))) <= set(places):
            message = "A key of a prepared query is in none of its parameters."
            raise ValueError(message)
        sql, params, places = with_constants(connections[asked.db], sql, params, places)
        return _Compiled(asked, compiler, sql, params, places, self.keeps_plan)


def rows_kept[Row](asked: QuerySet[Any, Row]) -> list[Row]:
    """The rows of a query of many shapes, composed again each time, its statement kept by
    PostgreSQL (`statements`); for those of several joins, whose plan costs more than the answer."""
    compiler = asked.query.get_compiler(using=asked.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return []
    return _Compiled(asked, compiler, sql, params, [None] * len(params)).rows([])


_made: WeakSet[Any] = WeakSet()


def compiled_once(statement: Any) -> None:
    """Have it `forget` what it compiled when types of content may have other keys than before."""
    _made.add(statement)


def _forget(**kwargs: object) -> None:
    """Content types may have other keys than before."""
    for prepared in _made:
        prepared.forget()


post_migrate.connect(_forget, dispatch_uid="prepared")


def stand_ins(kinds: Sequence[type], lengths: Sequence[int] = ()) -> tuple[list[Any], list[Any]]:
    """A key of each kind that no row has, and all of them one after the other; `lengths`: those of
    the lists."""
    keys: list[Any] = []
    flat: list[Any] = []
    left = list(lengths)
    for kind in kinds:
        if kind in _OF:
            keys.append([_STAND_INS[_OF[kind]](len(flat) + i) for i in range(left.pop(0))])
            flat += keys[-1]
        else:
            keys.append(_STAND_INS[kind](len(flat)))
            flat.append(keys[-1])
    return keys, flat


def places_of(alias: str, flat: Sequence[Any], params: Sequence[Any]) -> list[int | None]:
    """Which key each parameter stands for; None for one that is always the same."""
    adapted = [_adapted(alias, one) for one in flat]
    return [adapted.index(one) if one in adapted else None for one in params]


def put(
    alias: str, keys: Sequence[Any], params: Sequence[Any], places: Sequence[int | None]
) -> list[Any]:
    """The parameters, with these keys in their places."""
    adapted = [_adapted(alias, key) for key in keys]
    return [
        value if place is None else adapted[place]
        for value, place in zip(params, places, strict=True)
    ]


def _may_be_held(key: Any) -> bool:
    return not isinstance(key, int) or -(2**63) <= key < 2**63


def _filled(length: int) -> int:
    """The length that a list of this one is filled up to."""
    longest = LENGTHS[-1]
    return next((one for one in LENGTHS if one >= length), -(-length // longest) * longest)


def _adapted(alias: str, key: Any) -> Any:
    """A key as the parameters of this database hold it."""
    connection = connections[alias]
    if isinstance(key, datetime):
        return connection.ops.adapt_datetimefield_value(key)
    if isinstance(key, date):
        return connection.ops.adapt_datefield_value(key)
    if isinstance(key, UUID):
        return key if connection.features.has_native_uuid_field else key.hex
    return as_number(connection, key) if isinstance(key, int) else key
