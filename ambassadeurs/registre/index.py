"""The words of the register, indexed by each database in its own way.

PostgreSQL: a GIN index on the words of `search_text`, kept by the database itself.
SQLite: an FTS5 table without content, kept by the import (`add`, `remove`), the only writer. Its
rowid is computed from the registration number, so that it holds nothing but words.

Very common words ("rue", "résidence") are not looked for when there are others: they would read
half of the register. They are checked on what the other words found.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, connections, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from socle.words import normalise

FTS_TABLE = "coproprietes_register_words"
MAX_WORDS = 8
MAX_LENGTH = 100
# Enough to rank; read in the order of the index, so that a common word costs no more.
CANDIDATES = 200
COMMON = frozenset(
    [
        "a",
        "allee",
        "allees",
        "au",
        "aux",
        "avenue",
        "bat",
        "batiment",
        "bis",
        "boulevard",
        "chemin",
        "copropriete",
        "cours",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "immeuble",
        "impasse",
        "l",
        "la",
        "le",
        "les",
        "passage",
        "place",
        "quai",
        "residence",
        "route",
        "rue",
        "saint",
        "sainte",
        "sdc",
        "square",
        "sur",
        "syndicat",
        "ter",
        "villa",
    ]
)
_NUMBER = re.compile(r"([a-z]{2}) ?(\d{1,7})")
WHOLE_NUMBER = re.compile(r"[A-Z]{2}\d{7}\Z")


@dataclass(frozen=True)
class Query:
    """What to look for: `words` in the index (`prefix*` or whole), `checked` on what is found."""

    words: tuple[str, ...]
    checked: tuple[str, ...]

    @property
    def fts5(self) -> str:
        return " ".join(
            f'"{word[:-1]}"*' if word.endswith("*") else f'"{word}"' for word in self.words
        )

    @property
    def tsquery(self) -> str:
        return " & ".join(f"{word[:-1]}:*" if word.endswith("*") else word for word in self.words)

    def accepts(self, text: str) -> bool:
        """True when every checked word begins a word of `text` (already normalised)."""
        padded = f" {text}"
        return all(f" {word}" in padded for word in self.checked)


def parse(text: str) -> Query | None:
    """What somebody typed -> what to look for; None when it is too vague to be looked for.

    Words may be unfinished, except short numbers: "12" is not "1200".
    """
    words = normalise(text[:MAX_LENGTH]).split()[:MAX_WORDS]
    joined = _NUMBER.fullmatch(" ".join(words))
    if joined:
        words = ["".join(joined.groups())]
    rare = [word for word in words if not _is_common(word)]
    if not any(len(word) > 1 for word in rare):
        return None
    looked = tuple(_term(word) for word in rare)
    return Query(looked, tuple(word for word in words if _is_common(word)))


def _is_common(word: str) -> bool:
    """A common word, or the beginning of one from three letters on."""
    if word in COMMON:
        return True
    return len(word) >= 3 and any(common.startswith(word) for common in COMMON)


def _term(word: str) -> str:
    whole = len(word) < 2 or (word.isdigit() and len(word) < 3)
    return word if whole else f"{word}*"


def rowid_of(number: str) -> int:
    """The place of a registration number in the FTS5 table."""
    letters = (ord(number[0]) - 65) * 26 + ord(number[1]) - 65
    return letters * 10**7 + int(number[2:])


def number_of(rowid: int) -> str:
    letters, digits = divmod(rowid, 10**7)
    first, second = divmod(letters, 26)
    return f"{chr(65 + first)}{chr(65 + second)}{digits:07d}"


def add(rows: Iterable[tuple[str, str]]) -> None:
    """Index (number, text) rows that were just written; PostgreSQL does it by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {FTS_TABLE}(rowid, words) VALUES (%s, %s)",  # noqa: S608 - constant
                [(rowid_of(number), text) for number, text in rows],
            )


def remove(rows: Iterable[tuple[str, str]]) -> None:
    """Take (number, text as it was) rows out of the index."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {FTS_TABLE}({FTS_TABLE}, rowid, words) "  # noqa: S608 - constant
                "VALUES ('delete', %s, %s)",
                [(rowid_of(number), text) for number, text in rows],
            )


def optimise() -> None:
    """Gather the pieces of the index after a large import."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {FTS_TABLE}({FTS_TABLE}) VALUES ('optimize')")  # noqa: S608


def numbers(query: Query, *, using: str) -> list[str]:
    """Numbers of the rows that hold the words of `query` (SQLite), in the order of numbers."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"SELECT rowid FROM {FTS_TABLE} WHERE {FTS_TABLE} MATCH %s LIMIT %s",  # noqa: S608 - constant
            [query.fts5, CANDIDATES],
        )
        return [number_of(rowid) for (rowid,) in cursor.fetchall()]


def create(schema_editor: BaseDatabaseSchemaEditor, model: type[models.Model]) -> None:
    """Create the index of the database at hand (migration)."""
    if schema_editor.connection.vendor == "sqlite":
        # Prefixes of these lengths have lists of their own; no positions are kept: words only.
        schema_editor.execute(
            f"CREATE VIRTUAL TABLE {FTS_TABLE} USING fts5("
            "words, content='', detail='none', columnsize=0, prefix='2 3 4 5 6 7', "
            "tokenize='ascii')"
        )
    else:
        schema_editor.add_index(model, _gin())


def drop(schema_editor: BaseDatabaseSchemaEditor, model: type[models.Model]) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP TABLE {FTS_TABLE}")
    else:
        schema_editor.remove_index(model, _gin())


def _gin() -> models.Index:
    from django.contrib.postgres.indexes import GinIndex
    from django.contrib.postgres.search import SearchVector

    return GinIndex(SearchVector("search_text", config="simple"), name="register_words")
