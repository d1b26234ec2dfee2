"""Lists read by keys: the last page costs what the first does, and nothing is counted.

A page starts after a row, or ends before one; that row is named by the values of its keys, packed
in a cursor. A cursor that was not made here is no place at all: the list begins.
"""

from __future__ import annotations

import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import DateTimeField, F, Model, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

END = "fin"
CURSOR_MAX = 64
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# The last moment a datetime can hold, in microseconds.
_LAST_MOMENT = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // _MICROSECOND


class PlaceForm(forms.Form):
    """Where in a list, as addresses write it: `?apres=` a row, `?avant=` one (`fin`: the end)."""

    apres = forms.CharField(max_length=CURSOR_MAX, required=False)
    avant = forms.CharField(max_length=CURSOR_MAX, required=False)

    def place(self) -> Cursor:
        """Nothing valid: the beginning."""
        self.is_valid()
        data = self.cleaned_data
        return Cursor(after=data.get("apres", ""), before=data.get("avant", ""))


@dataclass(frozen=True)
class Cursor:
    """After a row, before one, or the beginning."""

    after: str = ""
    before: str = ""

    def __bool__(self) -> bool:
        return bool(self.after or self.before)


@dataclass(frozen=True)
class KeysetPage[Row]:
    """Some rows of a list; the cursors are empty where there is nothing more to read."""

    object_list: Sequence[Row]
    previous_cursor: str = ""
    next_cursor: str = ""

    def __iter__(self) -> Iterator[Row]:
        return iter(self.object_list)

    def __len__(self) -> int:
        return len(self.object_list)

    @property
    def has_previous(self) -> bool:
        return bool(self.previous_cursor)

    @property
    def has_next(self) -> bool:
        return bool(self.next_cursor)

    @property
    def has_other_pages(self) -> bool:
        return self.has_previous or self.has_next


class Keyset:
    """An order of rows, as `order_by` takes it; the last key is the primary one.

    Keys are whole numbers or moments, never null, and an index holds them in this order. `shared`:
    how many of the first ones have so few values that most rows of a list share them.
    """

    def __init__(self, *order: str, shared: int = 0) -> None:
        self.order = order
        self.shared = shared
        self.names = [name.removeprefix("-") for name in order]
        self._packing = struct.Struct(f">{len(order)}q")

    def page[Row: Model](self, rows: QuerySet[Row], place: Cursor, *, size: int) -> KeysetPage[Row]:
        """The rows of a place: one query, two when the place is empty or too near the beginning."""
        if place.before and (page := self._before(rows, place.before, size)):
            return page
        if place.after and (page := self._after(rows, place.after, size)):
            return page
        found = list(self._sorted(rows)[: size + 1])
        return self._page(found[:size], before=False, after=len(found) > size)

    def page_from[Row: Model](
        self, rows: QuerySet[Row], first: Row, *, size: int
    ) -> KeysetPage[Row]:
        """The page that begins with this row."""
        found = [first, *self._beyond(rows, self._values(first), size)]
        return self._page(found[:size], before=True, after=len(found) > size)

    def cursor(self, row: Model) -> str:
        """The place of a row, for an address."""
        return urlsafe_b64encode(self._packing.pack(*self._numbers(row))).decode().rstrip("=")

    def _after[Row: Model](
        self, rows: QuerySet[Row], cursor: str, size: int
    ) -> KeysetPage[Row] | None:
        values = self._read(rows.model, cursor)
        if values is None:
            return None
        found = self._beyond(rows, values, size + 1)
        return self._page(found[:size], before=True, after=len(found) > size) if found else None

    def _before[Row: Model](
        self, rows: QuerySet[Row], cursor: str, size: int
    ) -> KeysetPage[Row] | None:
        """None near the beginning: the first page is then shown whole."""
        at_end = cursor == END
        if at_end:
            back = list(self._sorted(rows, backwards=True)[: size + 1])
        else:
            values = self._read(rows.model, cursor)
            if values is None:
                return None
            back = self._beyond(rows, values, size + 1, backwards=True)
        if len(back) <= size:
            return None
        return self._page(back[:size][::-1], before=True, after=not at_end)

    def _page[Row: Model](self, found: list[Row], *, before: bool, after: bool) -> KeysetPage[Row]:
        return KeysetPage(
            found,
            previous_cursor=self.cursor(found[0]) if before and found else "",
            next_cursor=self.cursor(found[-1]) if after and found else "",
        )

    def _sorted[Row: Model](self, rows: QuerySet[Row], *, backwards: bool = False) -> QuerySet[Row]:
        """The rows in this order, or from the last on."""
        return rows.order_by(*(self._direction(name, backwards) for name in self.order))

    def _direction(self, name: str, backwards: bool) -> str:
        if not backwards:
            return name
        return name.removeprefix("-") if name.startswith("-") else f"-{name}"

    def _beyond[Row: Model](
        self, rows: QuerySet[Row], values: Sequence[Any], count: int, *, backwards: bool = False
    ) -> list[Row]:
        """So many rows after these values; before them, from the nearest on, when backwards."""
        found: list[Row] = []
        for part in self.parts(rows, values, backwards=backwards):
            if len(found) < count:
                found += part[: count - len(found)]
        return found

    def parts[Row: Model](
        self, rows: QuerySet[Row], values: Sequence[Any], *, backwards: bool = False
    ) -> list[QuerySet[Row]]:
        """Rows after these values (before them when read backwards), in parts to be read one after
        the other, each from its place in the index on.

        Keys of one direction are one comparison, hence one part. Where the direction changes, and
        after the keys that are shared, what has the same first keys comes first, then the rest:
        PostgreSQL guesses how many rows are beyond by the first key of a comparison alone, and
        would read those of every list for the one asked.
        """
        down = [name.startswith("-") is not backwards for name in self.order]
        parts = []
        same: dict[str, Any] = {}
        start = 0
        for place in range(1, len(down) + 1):
            is_alike = place < len(down) and down[place] is down[start]
            if is_alike and place != self.shared:
                continue
            names, limits = self.names[start:place], tuple(values[start:place])
            compared = TupleLessThan if down[start] else TupleGreaterThan
            beyond = compared(Tuple(*map(F, names)), limits)
            if len(names) == 1:
                beyond = Q(**{f"{names[0]}__{'lt' if down[start] else 'gt'}": limits[0]})
            parts.append(self._sorted(rows.filter(beyond, **same), backwards=backwards))
            same |= dict(zip(names, limits, strict=True))
            start = place
        return parts[::-1]

    def _values(self, row: Model) -> list[Any]:
        return [getattr(row, name) for name in self.names]

    def _numbers(self, row: Model) -> list[int]:
        return [
            (value - _EPOCH) // _MICROSECOND if isinstance(value, datetime) else value
            for value in self._values(row)
        ]

    def _read(self, model: type[Model], cursor: str) -> list[Any] | None:
        """The values of a cursor, or None when it is none of this order."""
        try:
            packed = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
            numbers = self._packing.unpack(packed)
        except (NotBase64, UnicodeEncodeError, struct.error):
            return None
        fields = [self._field(model, name) for name in self.names]
        values = []
        for field, number in zip(fields, numbers, strict=True):
            is_moment = isinstance(field, DateTimeField)
            if number < 0 or (is_moment and number > _LAST_MOMENT):
                return None
            values.append(_EPOCH + number * _MICROSECOND if is_moment else number)
        return values

    def _field(self, model: type[Model], name: str) -> Any:
        return model._meta.pk if name == "pk" else model._meta.get_field(name)


class KeysFirstPaginator(Paginator):
    """A paginator of an ordered queryset, that may be told how many rows there are.

    The keys of a page are found apart, in an index when there is one in this order: the rows
    skipped are neither joined nor carried whole. One query a page, and one to count unless `count`
    is told. `whole` reads the rows of those keys, in the same order, when the filters of `rows`
    would lead the database elsewhere than to the keys.
    """

    def __init__(
        self,
        rows: QuerySet[Any],
        per_page: int,
        *,
        count: int | None = None,
        whole: QuerySet[Any] | None = None,
    ) -> None:
        super().__init__(rows, per_page)
        self.whole = rows if whole is None else whole
        if count is not None:
            self.__dict__["count"] = count

    def page(self, number: Any) -> Any:
        page: Any = super().page(number)
        keys = page.object_list.select_related(None).prefetch_related(None).values("pk")
        page.object_list = self.whole.filter(pk__in=keys)
        return page
