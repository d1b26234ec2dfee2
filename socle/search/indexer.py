"""Writing the index: in the transaction of what changes, or all of it again."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from django.db import transaction

from . import vocabulary
from .models import TEXT_MAX, Document
from .sources import Row, Source, registered, source_of
from .words import Token, composed, compounds, tokens

BATCH = 500
# Distinct words kept of one thing: a thread as long as a book is found by its first ones.
WORDS_MAX = 3_000
_UPDATED = [field.name for field in Document._meta.concrete_fields if not field.primary_key]


@transaction.atomic(savepoint=False)
def index(key: str, pks: Iterable[int]) -> None:
    """Bring the index up to date for these things of the source `key`: those that anybody may see
    are in it, as they are now; the others are no longer. Called in the transaction of the write,
    after it.

    Raises KeyError for a source that nobody registered.
    """
    source = source_of(key)
    for part in batched(sorted(set(pks)), BATCH, strict=False):
        _store(source, part)


@transaction.atomic(savepoint=False)
def extend(key: str, pk: int, text: str, *, at: datetime) -> None:
    """Add this text, the last thing said at this moment, after all that is said of a thing: what
    `index` would write, without reading the rest of it again. Called as `index` is."""
    source = source_of(key)
    documents = Document.objects.select_for_update().filter(pk=source.document(pk))
    held = documents.only("text", "body_words", "happened_at").first()
    if held is None or held.happened_at is None or held.happened_at > at:
        index(key, [pk])
        return
    found = [*tokens(text), *compounds(text)]
    words = dict.fromkeys(held.body_words.split())
    words |= dict.fromkeys(token.stem for token in found)
    if len(words) >= WORDS_MAX:
        index(key, [pk])
        return
    said = f"{held.text}\n{composed(text)}" if text else held.text
    Document.objects.filter(pk=held.pk).update(
        text=said[:TEXT_MAX], body_words=" ".join(words), happened_at=at
    )
    vocabulary.learn(found)


def found_among(key: str, pks: Iterable[int]) -> list[int]:
    """Those of these things that the index holds, in rising order."""
    source = source_of(key)
    keys = [source.document(pk) for pk in pks]
    found = Document.objects.filter(pk__in=keys).order_by("pk").values_list("pk", flat=True)
    return [pk - source.span[0] for pk in found]


def found_in(key: str) -> list[int]:
    """All the things of this source that the index holds, in rising order; for a source of few."""
    source = source_of(key)
    found = Document.objects.filter(pk__range=source.span).order_by("pk")
    return [pk - source.span[0] for pk in found.values_list("pk", flat=True)]


def _store(source: Source, pks: Sequence[int]) -> None:
    keys = [source.document(pk) for pk in pks]
    # Two writers of one thing come one after the other: the second reads what the first wrote.
    list(Document.objects.select_for_update().filter(pk__in=keys).order_by("pk").only("pk"))
    documents, learnt = [], []
    for row in source.rows(pks):
        document, words = as_document(source, row)
        documents.append(document)
        learnt += words
    if gone := set(keys) - {document.pk for document in documents}:
        Document.objects.filter(pk__in=gone).delete()
    Document.objects.bulk_create(
        documents, update_conflicts=True, unique_fields=["id"], update_fields=_UPDATED
    )
    vocabulary.learn(learnt)


def as_document(source: Source, row: Row) -> tuple[Document, list[Token]]:
    """A row as it is stored, and the words it holds."""
    title, lead, body = (
        [*tokens(text), *compounds(text)] for text in (row.title, row.lead, row.text)
    )
    in_title = dict.fromkeys(token.stem for token in title)
    in_lead = dict.fromkeys(token.stem for token in lead if token.stem not in in_title)
    # The words of the title are among those of the text: one column holds all there is to find.
    document = Document(
        id=source.document(row.pk),
        kind=source.kind,
        url=row.url,
        title=composed(row.title)[:300],
        text=composed(row.text)[:TEXT_MAX],
        title_words=" ".join(in_title),
        lead_words=" ".join(in_lead),
        body_words=" ".join(list(dict.fromkeys(token.stem for token in body))[:WORDS_MAX]),
        departement=row.departement,
        is_accepted=row.is_accepted,
        useful=row.useful,
        happened_at=row.happened_at,
    )
    return document, [*title, *lead, *body]


def rebuild(keys: Iterable[str] = ()) -> dict[str, int]:
    """Write the whole index again (or that of these sources), by lots, each in its transaction;
    people search meanwhile. Returns how many things of each source are in it."""
    wanted = set(keys)
    counts: dict[str, int] = {}
    for source in registered():
        if not wanted or source.key in wanted:
            counts[source.key] = _rebuild(source)
    if not wanted:
        _forget_unknown_sources()
    vocabulary.recount()
    return counts


def _rebuild(source: Source) -> int:
    count, after = 0, source.span[0]
    for part in batched(source.pks(), BATCH, strict=False):
        last = source.document(part[-1])
        with transaction.atomic():
            between = Document.objects.filter(pk__gte=after, pk__lte=last)
            kept = [source.document(pk) for pk in part]
            between.exclude(pk__in=kept).delete()
            _store(source, part)
        after, count = last + 1, count + len(part)
    Document.objects.filter(pk__gte=after, pk__lte=source.span[1]).delete()
    return count


def _forget_unknown_sources() -> None:
    documents = Document.objects.all()
    for source in registered():
        documents = documents.exclude(pk__range=source.span)
    documents.delete()


@dataclass(frozen=True)
class Difference:
    """A thing that the index does not know as it is."""

    source: str
    pk: int
    what: str

    def __str__(self) -> str:
        return f"{self.source} {self.pk} : {self.what}"


def differences() -> Iterator[Difference]:
    """What `rebuild` would change, read by lots; nothing is written."""
    for source in registered():
        after = source.span[0]
        for part in batched(source.pks(), BATCH, strict=False):
            last = source.document(part[-1])
            yield from _compare(source, part, after, last)
            after = last + 1
        for pk in Document.objects.filter(pk__gte=after, pk__lte=source.span[1]).values_list(
            "pk", flat=True
        ):
            yield Difference(source.key, pk - source.span[0], "en trop")


def _compare(source: Source, pks: Sequence[int], after: int, last: int) -> Iterator[Difference]:
    stored = {
        document.pk: document for document in Document.objects.filter(pk__gte=after, pk__lte=last)
    }
    for row in source.rows(pks):
        wanted, _ = as_document(source, row)
        found = stored.pop(wanted.pk, None)
        if found is None:
            yield Difference(source.key, row.pk, "absent de l’index")
            continue
        wrong = [name for name in _UPDATED if _compared(found, name) != _compared(wanted, name)]
        if wrong:
            yield Difference(source.key, row.pk, f"différent ({', '.join(wrong)})")
    for key in stored:
        yield Difference(source.key, key - source.span[0], "en trop")


def _compared(document: Document, name: str) -> object:
    """The words of a text are found in any order."""
    value: object = getattr(document, name)
    return set(document.body_words.split()) if name == "body_words" else value


def refresh() -> dict[str, int]:
    """What starting the service anew owes the index: what comes with the code is indexed again,
    and a source of which it holds nothing while there is something is built."""
    keys = [source.key for source in registered() if source.is_from_code or _is_missing(source)]
    counts = {key: _rebuild(source_of(key)) for key in keys}
    if any(not source_of(key).is_from_code for key in keys):
        vocabulary.recount()
    return counts


def _is_missing(source: Source) -> bool:
    is_empty = not Document.objects.filter(pk__range=source.span).exists()
    return is_empty and next(iter(source.pks()), None) is not None
