"""What a new installation owes, made once by each process of tests, then copied.

Making the starter pages takes a thousand statements, and hundreds of tests stand on them. A copy is
given only where making would begin from the same rows, later the same day and under the same
settings; anywhere else they are made again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Site

from socle.public_pages import forget_held, touch_public_pages

# The official geography, 70 000 rows that nobody writes; what triggers of SQLite write.
NOT_COPIED = {
    *("territoires_commune", "territoires_communepostcode"),
    "wagtailsearch_indexentry_fts",
}
# What waits there, under keys drawn at random, changes nothing of what is made.
QUEUE = DBTaskResult._meta.db_table
ROWS_AT_ONCE = 200

# A row as the database stores it, by its key.
type Rows = dict[object, tuple[object, ...]]


@dataclass(frozen=True)
class Table:
    """A table, its columns that are written, the first of which is its key."""

    name: str
    columns: tuple[str, ...]

    def read(self) -> Rows:
        # As stored, whatever Python makes of it: given back so, nothing is lost.
        shown = "{}::text" if connection.vendor == "postgresql" else "+{}"
        columns = ", ".join(shown.format(f'"{column}"') for column in self.columns)
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT {columns} FROM "{self.name}"')  # noqa: S608
            return {row[0]: tuple(row) for row in cursor.fetchall()}

    def write(self, before: Rows, after: Rows) -> None:
        """Turn the rows of before into those of after."""
        # A row that changed is taken out too: references are looked at when the test ends.
        gone = [key for key in before if before[key] != after.get(key)]
        added = [row for key, row in after.items() if before.get(key) != row]
        names = ", ".join(f'"{column}"' for column in self.columns)
        one = f"({', '.join(['%s'] * len(self.columns))})"
        with connection.cursor() as cursor:
            for key in gone:
                cursor.execute(f'DELETE FROM "{self.name}" WHERE "{self.columns[0]}" = %s', [key])  # noqa: S608
            for rows in batched(added, ROWS_AT_ONCE, strict=False):
                cursor.execute(
                    f'INSERT INTO "{self.name}" ({names}) VALUES {", ".join([one] * len(rows))}',  # noqa: S608
                    [value for row in rows for value in row],
                )


@dataclass(frozen=True)
class Copy:
    """What was made, by when: rows before and after, in the tables where they differ."""

    circumstances: object
    made_at: datetime
    before: dict[Table, Rows]
    after: dict[Table, Rows]


# The last ones: some tests begin from rows of their own.
COPIES_KEPT = 8
_copies: list[Copy] = []


def once(make: Callable[[], object]) -> None:
    """Do what `make` does to the database, copied from the last time when nothing would differ."""
    # What is committed tells other processes, and each its cache.
    if not connection.in_atomic_block:
        make()
        return
    circumstances = _circumstances(make)
    for copy in _copies:
        if copy.circumstances != circumstances or copy.made_at > timezone.now():
            continue
        if all(table.name == QUEUE or table.read() == rows for table, rows in copy.before.items()):
            for table, rows in copy.before.items():
                table.write(rows, copy.after[table])
            _tell()
            return
    before = {table: table.read() for table in _tables()}
    make()
    after = {table: table.read() for table in before}
    for table in before:
        if table.name == QUEUE:
            after[table] = {k: row for k, row in after[table].items() if k not in before[table]}
            before[table] = {}
    written = [table for table in before if before[table] != after[table]]
    del _copies[: 1 - COPIES_KEPT]
    _copies.append(
        Copy(
            circumstances,
            timezone.now(),
            {table: before[table] for table in written},
            {table: after[table] for table in written},
        )
    )


def _circumstances(make: Callable[[], object]) -> object:
    return (
        *(make, timezone.localdate()),
        *(settings.BASE_URL, settings.WAGTAIL_SITE_NAME, tuple(settings.TEAM_PERMISSIONS)),
    )


def _tables() -> Iterator[Table]:
    for model in apps.get_models(include_auto_created=True):
        name = model._meta.db_table
        if model._meta.managed and not model._meta.proxy and name not in NOT_COPIED:
            written = [one for one in model._meta.local_concrete_fields if not one.generated]
            written.sort(key=lambda field: not field.primary_key)
            yield Table(name, tuple(field.column for field in written))


def _tell() -> None:
    """What making tells the process, besides its rows."""
    forget_held()
    Site.clear_site_root_paths_cache()
    touch_public_pages()
