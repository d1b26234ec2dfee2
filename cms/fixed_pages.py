"""Pages of the service that no editor writes: what they are for, to be found by it."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from django.conf import settings

from socle.search.enums import Kind
from socle.search.sources import Row, Source


@dataclass(frozen=True, slots=True)
class FixedPage:
    """A page known by its address: lower rooms know upper ones by address only."""

    url: str
    title: str
    text: str
    lead: str = ""

    @property
    def pk(self) -> int:
        return crc32(self.url.encode())


PAGES = tuple(
    FixedPage(**one)
    for one in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["page"]
)


def _row(page: FixedPage) -> Row:
    text = page.text.format(contact=settings.CONTACT_EMAIL)
    return Row(pk=page.pk, title=page.title, url=page.url, lead=page.lead, text=text)


def rows(pks: Sequence[int]) -> Iterable[Row]:
    wanted = set(pks)
    return [_row(page) for page in PAGES if page.pk in wanted]


SOURCE = Source(
    key="fixed",
    number=1,
    kind=Kind.PAGE,
    rows=rows,
    pks=lambda: sorted(page.pk for page in PAGES),
    is_from_code=True,
)
