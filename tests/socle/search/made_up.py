"""A source of the tests: rows made up, found as any other."""

from contextlib import contextmanager

from socle.search import sources
from socle.search.enums import Kind
from socle.search.indexer import index
from socle.search.sources import Row, Source

KEY, NUMBER = "essai", 99


@contextmanager
def made_up(*rows: Row, kind: Kind = Kind.QUESTION):
    """Index these rows, and nothing else but them; yields what the source gives, by key."""
    known = {row.pk: row for row in rows}
    source = Source(
        KEY,
        NUMBER,
        kind,
        lambda pks: [known[pk] for pk in sorted(pks) if pk in known],
        lambda: sorted(known),
    )
    before = dict(sources._sources)
    sources._sources.clear()
    sources.register_source(source)
    try:
        index(KEY, known)
        yield known
    finally:
        sources._sources.clear()
        sources._sources.update(before)


def row(pk: int, title: str, text: str = "", **fields) -> Row:
    return Row(pk=pk, title=title, url=f"/essai/{pk}/", text=text, **fields)
