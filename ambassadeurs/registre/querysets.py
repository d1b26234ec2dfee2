"""Searching the national register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connections, models

from socle.words import normalise

from .index import CANDIDATES, Query, parse
from .index import numbers as register_numbers

if TYPE_CHECKING:
    from .models import RegisteredCopropriete


class RegisteredCoproprieteQuerySet(models.QuerySet["RegisteredCopropriete"]):
    def search(self, text: str, limit: int = 10) -> list[RegisteredCopropriete]:
        """At most `limit` copropriétés for what somebody types: number, name or address.

        Words may be unfinished, in any order. The number itself comes first, then names and
        addresses that begin so, then the rest by name. Too vague ("rue", one letter): nothing.
        Two queries, ≤ 50 ms at 600 000 rows on both databases.
        """
        query = parse(text)
        if query is None:
            return []
        found: list[RegisteredCopropriete] = [
            row for row in self._holding(query) if query.accepts(row.search_text)
        ]
        wanted = normalise(text)

        def rank(row: RegisteredCopropriete) -> tuple[bool, bool, bool, str, str]:
            name, address = normalise(row.name), normalise(row.address)
            return (
                row.number.lower() != wanted.replace(" ", ""),
                not name.startswith(wanted),
                not address.startswith(wanted),
                name or address,
                row.number,
            )

        return sorted(found, key=rank)[:limit]

    def _holding(self, query: Query) -> Self:
        """Rows that hold the words of the query, through the index of the database at hand."""
        rows = self.select_related("commune")
        if connections[self.db].vendor == "sqlite":
            return rows.filter(pk__in=register_numbers(query, using=self.db))
        words = SearchQuery(query.tsquery, search_type="raw", config="simple")
        return rows.annotate(words=SearchVector("search_text", config="simple")).filter(
            words=words
        )[:CANDIDATES]
