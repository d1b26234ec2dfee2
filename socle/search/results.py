"""A whole search: what the page of results and the suggestions show."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .enums import Kind
from .models import Document
from .numbers import NUMBERS
from .query_parser import Reading, read
from .querysets import Alternatives, Asked, Candidate
from .ranking import OF_KIND, newest_and_titles, rank
from .sources import Shortcut, registered, shortcuts, source_of
from .vocabulary import BEGINNING
from .words import Token, composed, tokens

CHARACTERS = 220
_BEFORE = 50


def extract(text: str, wanted: Collection[str]) -> SafeString:
    """About 220 characters around the most words of `wanted` (stems), marked; the beginning of the
    text when it holds none."""
    text = composed(text)
    hits = tokens(text, among=wanted)
    start = max(0, _densest(hits) - _BEFORE)
    end = min(len(text), start + CHARACTERS)
    start, end = _at_a_space(text, start, forward=True), _at_a_space(text, end, forward=False)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    inside = [token for token in hits if token.start >= start and token.end <= end]
    return mark_safe(before + _marked(text, start, end, inside) + after)  # noqa: S308


def marked(text: str, wanted: Collection[str]) -> SafeString:
    """The whole text, its words of `wanted` marked."""
    text = composed(text)
    hits = tokens(text, among=wanted)
    return mark_safe(_marked(text, 0, len(text), hits))  # noqa: S308


def _marked(text: str, start: int, end: int, hits: list[Token]) -> str:
    """Everything that comes from the text is escaped."""
    pieces, place = [], start
    for hit in hits:
        pieces += [
            escape(text[place : hit.start]),
            f"<mark>{escape(text[hit.start : hit.end])}</mark>",
        ]
        place = hit.end
    return "".join((*pieces, escape(text[place:end])))


def _densest(hits: list[Token]) -> int:
    """Where to begin so as to show the most different words; 0 without any."""
    best, place = 0, 0
    for hit in hits:
        near = {
            other.stem
            for other in hits
            if hit.start <= other.start and other.end <= hit.start + CHARACTERS - _BEFORE
        }
        if len(near) > best:
            best, place = len(near), hit.start
    return place


def _at_a_space(text: str, place: int, *, forward: bool) -> int:
    if place in (0, len(text)):
        return place
    found = text.find(" ", place) + 1 if forward else text.rfind(" ", 0, place)
    return found if found > 0 else place


CLOSEST = 3


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One result, as shown."""

    title: SafeString
    url: str
    kind: str
    extract: SafeString
    is_accepted: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A kind of results and how many there are; `is_least`: there are more."""

    key: str
    label: str
    count: int
    is_least: bool = False


@dataclass(slots=True)
class Results:
    """The page `number` of a search."""

    reading: Reading
    kind: str = ""
    lines: list[ResultLine] = field(default_factory=list)
    shortcuts: list[Shortcut] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    count: int = 0
    is_least: bool = False
    number: int = 1
    pages: int = 1
    closest: list[ResultLine] = field(default_factory=list)

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def following(self) -> int:
        return self.number + 1

    @property
    def read_as(self) -> str:
        """The query that was searched in place of the one typed; "" when it is the same."""
        return self.reading.corrected(applied=True) if self.lines else ""

    @property
    def try_with(self) -> str:
        """A query that would find more; ""."""
        return self.reading.corrected(applied=False) if self.lines else ""


def find(query: str, *, kind: str = "", number: int = 1, departement: str = "") -> Results:
    """Search for a query: everything shown is public, the same for everybody but the order, where
    `departement` (of the person, else of the place typed) comes first.

    A number of queries that depends neither on the size of the index nor on what is found.
    """
    reading = read(query)
    direct = shortcuts(query)
    place = next((found.departement for found in direct if found.departement), departement)
    ranked = rank(reading, departement=place)
    # A link kept from another search: a kind that has nothing here is no filter.
    kind = kind if ranked.counts[kind] else ""
    keys = ranked.of_kind(kind)
    shown = min(len(keys), NUMBERS.pages_max * NUMBERS.per_page)
    pages = max(1, -(-shown // NUMBERS.per_page))
    number = min(max(1, number), pages)
    first = (number - 1) * NUMBERS.per_page
    filters = _filters(ranked.counts)
    direct = direct if number == 1 and not kind else []
    lines = _lines(keys[first : first + NUMBERS.per_page], reading.stems)
    # What is said above the list is not said again in it, unless it is all there is.
    above = {found.url for found in direct if not found.address}
    return Results(
        kind=kind,
        reading=reading,
        lines=[line for line in lines if line.url not in above] or lines,
        shortcuts=direct,
        filters=filters,
        count=len(keys),
        is_least=any(one.is_least for one in filters if not kind or one.key == kind),
        number=number,
        pages=pages,
        closest=[] if keys else _lines(Document.objects.to_begin_with(CLOSEST), set()),
    )


def _filters(counts: Counter[str]) -> list[Filter]:
    return [
        Filter(kind, kind.label, counts[kind], is_least=counts[kind] >= NUMBERS.candidates)
        for kind in Kind
        if counts[kind]
    ]


def _lines(keys: Sequence[int], wanted: set[str]) -> list[ResultLine]:
    documents = Document.objects.shown(keys)
    return [
        ResultLine(
            title=marked(document.title, wanted),
            url=document.url,
            kind=Kind(document.kind).label,
            extract=extract(document.text, wanted),
            is_accepted=document.is_accepted,
        )
        for key in keys
        if (document := documents.get(key))
    ]


ALL, HALF = 1.0, 0.5


def keys_of(source: str, query: str, *, limit: int | None = None, least: float = ALL) -> list[int]:
    """Keys (those of the things themselves) of what one source holds for a query, best first;
    `least` is the share of the words that each must hold."""
    chosen = source_of(source)
    ranked = rank(read(query), sources=[chosen], least=least)
    return [key - chosen.span[0] for key in ranked.of_kind("")[:limit]]


def documents_of(source: str, query: str, *, limit: int, least: float = ALL) -> list[Document]:
    """As `keys_of`, the rows of the index themselves: their title and address."""
    chosen = source_of(source)
    keys = [chosen.document(pk) for pk in keys_of(source, query, limit=limit, least=least)]
    documents = Document.objects.shown(keys)
    return [documents[key] for key in keys if key in documents]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A thing proposed while one types."""

    title: str
    url: str
    kind: str


def suggest(query: str, *, departement: str = "") -> list[Suggestion]:
    """At most five things for a query whose last word may be unfinished; what is in this
    `departement` first, all else being equal."""
    typed = tokens(query)
    if not typed:
        return []
    reading = read(query)
    ideas = reading.ideas
    last = typed[-1]
    groups = [[way.stems for way in idea.ways] for idea in ideas]
    judged = ideas
    if ideas[-1].tokens[-1].stem == last.stem and not query.endswith(" "):
        groups[-1] = [*groups[-1], (f"{last.folded}*",)]
        # So few letters begin too many words to say how rare the one meant is.
        judged = ideas if len(last.folded) >= BEGINNING else ideas[:-1]
    rows = _proposed(groups, is_rare=any(idea.things < NUMBERS.rare_under for idea in judged))
    beginning = last.folded
    scored = sorted(
        rows,
        key=lambda row: (
            -_likeness(row.title_words, reading, beginning) - OF_KIND.get(row.kind, 0) / 2,
            row.departement != departement,
            row.id,
        ),
    )
    documents = Document.objects.shown([row.id for row in scored[: NUMBERS.suggestions]])
    return [
        Suggestion(document.title, document.url, Kind(document.kind).label)
        for row in scored
        if (document := documents.get(row.id))
    ]


def _proposed(groups: list[Alternatives], *, is_rare: bool) -> list[Candidate]:
    """What may be proposed: what says it in its title, which comes first anyway, else in its text.

    Among the newest of each source, enough for common words; else whatever the age, which the index
    finds at once for rare ones.
    """
    most = NUMBERS.suggestion_candidates
    # A text costs five times its title to look at.
    within = {True: NUMBERS.suggestion_within, False: NUMBERS.suggestion_within // 5}
    for is_title, near in () if is_rare else within.items():
        asked = Asked([groups], is_title=is_title)
        rows = Document.objects.candidates([(asked, most)], registered(), within=near)
        if len(rows) >= NUMBERS.suggestions:
            return rows
    return newest_and_titles(groups, registered(), newest=most, titles=most)


def _likeness(title_words: str, reading: Reading, beginning: str) -> float:
    """How much of what is typed a title says, the shortest title first."""
    title = title_words.split()
    wanted = reading.stems
    said = sum(word in wanted or word.startswith(beginning) for word in title)
    return said + said / (1 + len(title))
