"""Reading the index: a bounded number of rows, whichever the database."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.db import connections, models

from .enums import Kind
from .sources import Source

# How a group of alternatives is written for each database: every alternative is words that must
# all be there.
Alternatives = Sequence[Sequence[str]]
COLUMNS = ("id", "kind", "title_words", "lead_words", "departement", "is_accepted", "useful")
_WIDE = (*COLUMNS, "happened_at", "body_words")
_NARROW = (*COLUMNS, "happened_at")


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition on words: one of the `combos` must match whole, that is each of its groups, by
    one of its alternatives. `is_title` looks at titles alone. An alternative that ends with a
    star is the beginning of a word.
    """

    combos: Sequence[Sequence[Alternatives]]
    is_title: bool = False


@dataclass(slots=True)
class Candidate:
    """A row to be ranked."""

    id: int
    kind: str
    title_words: str
    lead_words: str
    departement: str
    is_accepted: bool
    useful: int
    happened_at: datetime | None
    body_words: str = ""


class DocumentQuerySet(models.QuerySet):
    def shown(self, keys: Sequence[int]) -> dict[int, Any]:
        """These things, by key, with what people read of them: not their words."""
        return self.only("kind", "url", "title", "text", "is_accepted").in_bulk(keys)

    def to_begin_with(self, count: int) -> list[int]:
        """Keys of the first guides, for who found nothing."""
        guides = self.filter(kind=Kind.GUIDE).order_by("pk")
        return list(guides.values_list("pk", flat=True)[:count])

    def candidates(
        self,
        wanted: Iterable[tuple[Asked, int]],
        sources: Sequence[Source],
        *,
        is_wide: bool = False,
        within: int = 0,
    ) -> list[Candidate]:
        """Rows that meet one of the conditions, in one query: for each source and condition, the
        newest up to its bound. `is_wide` reads the words of the texts too. `within` looks at so
        many of the newest rows of each source: PostgreSQL takes a word common in one source for
        common in all, and would read the others to their end.
        """
        connection = connections[self.db]
        is_sqlite = connection.vendor == "sqlite"
        columns = ", ".join(_WIDE if is_wide else _NARROW)
        pieces: list[str] = []
        values: list[str | int] = []
        for asked, limit in wanted:
            words = fts5(asked) if is_sqlite else tsquery(asked)
            is_near = bool(within) and not is_sqlite
            piece = _SQLITE if is_sqlite else _POSTGRESQL[is_near][asked.is_title]
            for source in sources:
                pieces.append(f"SELECT * FROM ({piece}) piece{len(pieces)}")  # noqa: S608 - constants
                span = source.span
                values += [*span, within, words, limit] if is_near else [words, *span, limit]
        if not pieces:
            return []
        # The rows are found by key, once each: the union leaves doubles out.
        query = (
            f"SELECT {columns} FROM site_search_document "  # noqa: S608 - names of ours
            f"WHERE id IN ({' UNION '.join(pieces)})"
        )
        with connection.cursor() as cursor:
            cursor.execute(query, values)
            return [Candidate(*row) for row in cursor.fetchall()]


_SQLITE = (
    "SELECT rowid AS id FROM site_search_fts WHERE site_search_fts MATCH %s "
    "AND rowid BETWEEN %s AND %s ORDER BY rowid DESC LIMIT %s"
)
# Whether near, then by `Asked.is_title`.
_POSTGRESQL = tuple(
    tuple(piece.format(column=column) for column in ("vector", "title_vector"))
    for piece in (
        "SELECT id FROM site_search_document WHERE {column} @@ to_tsquery('simple', %s) "
        "AND id BETWEEN %s AND %s ORDER BY id DESC LIMIT %s",
        "SELECT id FROM (SELECT id, {column} FROM site_search_document WHERE id BETWEEN %s AND %s "
        "ORDER BY id DESC LIMIT %s) near WHERE {column} @@ to_tsquery('simple', %s) "
        "ORDER BY id DESC LIMIT %s",
    )
)


def fts5(asked: Asked) -> str:
    """The condition for SQLite. Words hold letters and digits only: nothing to escape."""
    whole = _written(asked, " AND ", " OR ", _fts5_word)
    return f"{{title_words}} : {whole}" if asked.is_title else whole


def tsquery(asked: Asked) -> str:
    """The condition for PostgreSQL: titles have a column of their own."""

    def word(text: str) -> str:
        return f"{text.removesuffix('*')}:*" if text.endswith("*") else text

    return _written(asked, " & ", " | ", word)


def _fts5_word(word: str) -> str:
    return f'"{word.removesuffix("*")}"*' if word.endswith("*") else f'"{word}"'


def _written(asked: Asked, all_of: str, any_of: str, word: Callable[[str], str]) -> str:
    combos = []
    for groups in asked.combos:
        said = []
        for group in groups:
            ways = [f"({all_of.join(map(word, words))})" for words in group]
            said.append(f"({any_of.join(ways)})")
        combos.append(f"({all_of.join(said)})")
    return f"({any_of.join(combos)})"


class WordQuerySet(models.QuerySet):
    def of_stems(self, stems: Iterable[str]) -> dict[str, int]:
        """How many things hold each of these stems; a stem that nothing holds is not there."""
        rows = self.filter(stem__in=set(stems)).order_by()
        return dict(rows.values_list("stem").annotate(n=models.Max("things")))

    def most_held(self) -> int:
        """How many things hold the word that most of them hold; 0 for an empty index."""
        return self.aggregate(most=models.Max("things"))["most"] or 0

    def like(self, word: str, sound: str, limit: int) -> list[tuple[str, str, str, int]]:
        """(word, shown, stem, things) of the words that `word` may be a mistake for: one letter
        or two more or less and the same beginning or end, or the same sound; `limit` at most of
        each, the commonest first."""
        lengths = range(max(1, len(word) - 2), len(word) + 3)
        chosen: list[dict[str, Any]] = [
            {"length__in": lengths, "initial": word[0]},
            {"length__in": lengths, "ending": word[-2:]},
            {"sound": sound},
        ]
        found: dict[str, tuple[str, str, str, int]] = {}
        for near in chosen:
            rows = self.filter(**near).order_by("-things", "word")
            for row in rows.values_list("word", "shown", "stem", "things")[:limit]:
                found[row[0]] = row  # type: ignore[assignment]
        return list(found.values())

    def beginning_with(self, start: str) -> tuple[str, str, int] | None:
        """(shown, stem, things) of the commonest word that begins so, or None."""
        if connections[self.db].vendor == "sqlite":
            # SQLite's LIKE uses no index; a range does, and its order there is by bytes.
            near = self.filter(word__gte=start, word__lt=f"{start}~")
        else:
            near = self.filter(word__startswith=start)
        rows = near.order_by("-things", "word").values_list("shown", "stem", "things")
        return rows.first()


class MissedSearchQuerySet(models.QuerySet):
    def told(self) -> Self:
        """Those that enough people typed: the only ones editors read."""
        return self.exclude(text="")
