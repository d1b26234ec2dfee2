"""Lists read by keys, by queries compiled once in a process (`prepared`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from django.db.models import DateTimeField

from .prepared import Prepared

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from socle.keyset import Keyset, KeysetPage, Place


class PreparedPages[Row: Model]:
    """The pages, of `size` rows, of a list in an order; `make` and `kinds` as those of `Prepared`,
    its list neither sorted nor cut."""

    def __init__(
        self,
        order: Keyset,
        make: Callable[..., QuerySet[Row]],
        *kinds: type,
        model: type[Row],
        size: int,
    ) -> None:
        self.order, self.make, self.kinds = order, make, kinds
        self.model, self.size = model, size
        self.ends = cache(self._ends)
        self.beyond = cache(self._beyond)

    def page(self, place: Place, *keys: Any) -> KeysetPage[Row]:
        """As `Keyset.page`, of the list of these keys."""
        return self.order.page(_Rows(self, keys), place, size=self.size)

    def _ends(self, backwards: bool) -> Prepared[Row]:
        def make(*keys: Any) -> QuerySet[Row]:
            return self.order.sorted(self.make(*keys), backwards=backwards)[: self.size + 1]

        return Prepared(make, *self.kinds)

    def _beyond(self, backwards: bool) -> list[Prepared[Row]]:
        """One a part of `Keyset.beyond`; each takes the values it starts from, then the keys."""
        fields = [self.order.field(self.model, name) for name in self.order.names]
        places = [datetime if isinstance(one, DateTimeField) else int for one in fields]

        def part(number: int, *keys: Any) -> QuerySet[Row]:
            values, own = keys[: len(places)], keys[len(places) :]
            parts = self.order.beyond(self.make(*own), values, backwards=backwards)
            return parts[number][: self.size + 1]

        return [
            Prepared(partial(part, number), *places, *self.kinds, uses_all=number == 0)
            for number in range(self.order.parts)
        ]


class _Rows[Row: Model]:
    """The list of some keys, as `Keyset.page` reads it."""

    def __init__(self, pages: PreparedPages[Row], keys: Sequence[Any]) -> None:
        self.pages, self.keys, self.model = pages, keys, pages.model

    def ends(self, count: int, *, backwards: bool) -> list[Row]:
        return self.pages.ends(backwards).rows(*self.keys)

    def beyond(self, values: Sequence[Any], count: int, *, backwards: bool) -> list[Row]:
        found: list[Row] = []
        for part in self.pages.beyond(backwards):
            if len(found) < count:
                found += part.rows(*values, *self.keys)
        return found[:count]
