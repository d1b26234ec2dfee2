"""The words of the glossary inside of a text: each, the first time, opens its definition."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from socle.search.enums import Kind
from socle.search.indexer import found_in, index
from socle.search.sources import Row, Source

from .models import StandardPage
from .querysets import made_at, visible_pages
from .text import anchor_of, plain, without_codes

SLUG = "glossaire"
KEY = "mots"
_WHAT = "définition glossaire mot signifie veut dire"


class _Term(NamedTuple):
    anchor: str
    title: str
    text: str

    @property
    def pk(self) -> int:
        return crc32(self.anchor.encode())


def terms() -> list[_Term]:
    """The words of the page as anybody may read it, each with what follows its title."""
    page = visible_pages(StandardPage.objects.filter(made_at(SLUG))).first()
    found: list[_Term] = []
    for block in page.body if page else ():
        if block.block_type == "heading":
            found.append(_Term(anchor_of(block.value), block.value, ""))
        elif found and block.block_type == "paragraph":
            text = without_codes(plain(str(block.value)))
            found[-1] = found[-1]._replace(text=f"{found[-1].text} {text}".strip())
    return found


def index_terms() -> None:
    """Bring the index up to date for all the words of the page."""
    index(KEY, {*found_in(KEY), *_pks()})


def _rows(pks: Sequence[int]) -> Iterable[Row]:
    wanted = {term.pk: term for term in terms() if term.pk in pks}
    return [
        Row(pk=pk, title=term.title, url=f"/{SLUG}/#{term.anchor}", lead=_WHAT, text=term.text)
        for pk, term in sorted(wanted.items())
    ]


def _pks() -> list[int]:
    return sorted({term.pk for term in terms()})


SOURCE = Source(KEY, 9, Kind.TERM, _rows, _pks, is_from_code=True)


_TAG = re.compile(r"(<[^>]*>)")
_ELEMENT = re.compile(r"</?([a-z][a-z0-9]*)", re.IGNORECASE)
# Nothing to press stands inside of these, or it would be read twice.
_CLOSED = frozenset({"a", "button", "code", "h1", "h2", "h3", "h4", "label", "mark", "summary"})
_SPACE = "[ \u00a0]"


class Word(NamedTuple):
    """A way to write a term, and where it is explained."""

    name: str
    anchor: str
    text: str


def words() -> list[Word]:
    """Every way to write the terms of the page, the longest first. « Réseau de chaleur (chauffage
    urbain) » has two."""
    known = [
        Word(name, term.anchor, term.text)
        for term in terms()
        if term.text
        for name in _names(term.title)
    ]
    return sorted(known, key=lambda one: (-len(one.name), one.name))


def _names(title: str) -> Iterator[str]:
    for part in re.split(r"[()]", title):
        name = " ".join(part.split()).removeprefix("et ")
        if len(name) > 1:
            yield name


def link_terms(html: str, known: Sequence[Word], seen: set[str]) -> SafeString:
    """Trusted HTML where the first time of each word leads to its definition: over the page with
    `words.js`, on the page of all words without it.
    `seen`: the anchors already told in the page, added to."""
    if not known:
        return mark_safe(html)  # noqa: S308 - trusted
    pattern = _pattern(tuple(one.name for one in known))

    def told(match: re.Match[str]) -> str:
        key = str(match.lastgroup)
        word = known[int(key[1:])]
        if word.anchor in seen:
            return match[0]
        seen.add(word.anchor)
        # A link, not a button: it breaks across lines as the text around it does. An id that the
        # title of no part can have: theirs never hold two dashes.
        return format_html(
            '<span class="cu-word"><a class="cu-word__name" href="/{3}/#{0}">{1}</a>'
            '<span class="cu-word__told" id="mot--{0}" popover>{2} '
            '<a href="/{3}/#{0}">Tous les mots</a></span></span>',
            word.anchor,
            mark_safe(match[0]),  # noqa: S308 - a piece of trusted HTML
            word.text,
            SLUG,
        )

    depth, made = 0, []
    for piece in _TAG.split(html):
        element = _ELEMENT.match(piece)
        if element is None:
            made.append(piece if depth else pattern.sub(told, piece))
            continue
        if element[1].lower() in _CLOSED:
            depth += -1 if piece.startswith("</") else 1
        made.append(piece)
    return mark_safe("".join(made))  # noqa: S308 - trusted, definitions escaped


@lru_cache(maxsize=4)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Names of several letters in any case, in the plural too; initials as they are written."""
    ways = "|".join(f"(?P<n{rank}>{_way(name)})" for rank, name in enumerate(names))
    return re.compile(rf"(?<![\w-])(?:{ways})(?![\w-])")


def _way(name: str) -> str:
    if name != name.lower() and name[1:] != name[1:].lower():
        return _SPACE.join(re.escape(escape(part)) for part in name.split())
    plural = _SPACE.join(f"{re.escape(escape(part))}[sx]?" for part in name.split())
    return f"(?i:{plural})"
