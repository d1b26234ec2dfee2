"""Numbered pages of long lists: counted once, and read by their keys first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator

if TYPE_CHECKING:
    from django.db.models import QuerySet


class KeysFirstPaginator(Paginator):
    """A paginator of an ordered queryset, that may be told how many rows there are.

    The keys of a page are found apart, in an index when there is one in this order: the rows
    skipped are neither joined nor carried whole. One query a page, and one to count unless `count`
    is told. `whole` reads the rows of those keys, in the same order, when the filters of `rows`
    would lead the database elsewhere than to the keys.
    """

    object_list: QuerySet[Any]

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

    def _get_page(self, object_list: Any, number: int, paginator: Any) -> Any:
        keys = object_list.select_related(None).prefetch_related(None).values("pk")
        rows = self.whole.filter(pk__in=keys)
        return super()._get_page(rows, number, paginator)  # type: ignore[misc]
