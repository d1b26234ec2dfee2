"""Each word of the glossary is found by the search, as the page says it now."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from zlib import crc32

from socle.search.enums import Kind
from socle.search.indexing import found_in, index
from socle.search.sources import Row, Source

from ..models import StandardPage
from ..querysets import visible_pages
from ..text import anchor_of, plain, without_codes
from .words import SLUG

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
    page = visible_pages(StandardPage.objects.filter(slug=SLUG)).first()
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
