"""The demonstration of the editors' pages: guides, and one good example of each other page.

Their texts are data files (`cms.stream_builder`): a guide each in `guides/`, in the order in which
a project meets them; the others in `pages.toml`.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page
from wagtail.search.index import insert_or_update_object

from cms.facts import LAW_READ
from cms.models import GuideIndexPage, GuidePage, HomePage
from cms.pages.models import (
    DossierPage,
    EventPage,
    FaqPage,
    NewsIndexPage,
    NewsPage,
    PlacePage,
    StoryPage,
)
from cms.starter import add_missing, create_starter_pages, without_existing
from socle.buildings import Stage
from socle.calendar import is_working_day
from socle.facts_registry.shape import day
from socle.typography import typography

from ..stream_builder import Block, written, written_in

HERE = Path(__file__).parent
GUIDES_OF_THE_DOSSIER = 4
DAYS_AHEAD = 30


@dataclass
class Guide:
    """`sources` are (title, publisher, year, url) by name; `{law_read}` in a year is the day on
    which the law was read. Raises ValueError for an unknown stage."""

    slug: str
    title: str
    stage: Stage
    summary: str
    tags: list[str]
    reviewed: date
    body: list[Block]
    sources: tuple[dict[str, str], ...] = ()

    def __post_init__(self) -> None:
        self.stage = Stage(self.stage)


GUIDES = [written_in(path, Guide) for path in sorted(HERE.glob("guides/*.toml"))]


@transaction.atomic
def load_guides() -> int:
    """Publish the guides that are missing; leave those that exist as people edited them.

    Creates the starter pages first when there is no list of guides. Returns how many guides were
    created. They are indexed at once, so that search works before the worker's first turn.
    """
    if not GuideIndexPage.objects.exists():
        create_starter_pages()
    index = GuideIndexPage.objects.get()
    tags = {guide.slug: guide.tags for guide in GUIDES}
    missing = without_existing(index, [_guide_page(guide) for guide in GUIDES])
    for page in missing:
        index.add_child(instance=page)
        page.tags.add(*tags[page.slug])
        page.save_revision().publish()
        insert_or_update_object(GuidePage.objects.get(pk=page.pk))
    return len(missing)


def _guide_page(guide: Guide) -> GuidePage:
    return GuidePage(
        title=typography(guide.title),
        slug=guide.slug,
        stage=guide.stage,
        summary=typography(guide.summary),
        reviewed_at=guide.reviewed,
        body=guide.body,
        sources=[("source", _source(**source)) for source in guide.sources],
    )


def _source(*, title: str, publisher: str, year: str, url: str) -> dict[str, str]:
    year = year.format(law_read=day(LAW_READ))
    return {"title": title, "publisher": publisher, "year": year, "url": url}


@transaction.atomic
def load_pages(*, ambassadeur_url: str = "") -> int:
    """Returns how many pages were created. The guides must be there: a dossier leads to them; the
    story leads to the copropriété at `ambassadeur_url`."""
    home = HomePage.objects.get()
    made = add_missing(home, _at_the_root())
    made += add_missing(NewsIndexPage.objects.get(), _under_news(ambassadeur_url))
    return len(made)


def _page(slug: str, kind: Callable[..., Page], **more: Any) -> Page:
    told = tomllib.loads((HERE / "pages.toml").read_text(encoding="utf-8"))
    return written(told[slug], kind, slug=slug, **more)


def _at_the_root() -> list[Page]:
    guides = list(GuidePage.objects.visible().order_by("path")[:GUIDES_OF_THE_DOSSIER])
    pages = [
        _page("questions-frequentes", FaqPage),
        _page("actualites", NewsIndexPage),
        _page("grenoble", PlacePage),
    ]
    if len(guides) >= GUIDES_OF_THE_DOSSIER:
        told = [("guide", guide) for guide in guides]
        pages.append(_page("dossier-premier-projet", DossierPage, guides=told))
    return pages


def _under_news(ambassadeur_url: str) -> list[Page]:
    starts_at = _evening(_working_day(timezone.localdate() + timedelta(days=DAYS_AHEAD)))
    ends_at = starts_at + timedelta(hours=1)
    return [
        _page("chiffres-sources", NewsPage),
        _page("oser-en-parler", StoryPage, ambassadeur_url=ambassadeur_url),
        _page("webinaire-vote", EventPage, starts_at=starts_at, ends_at=ends_at),
    ]


def _working_day(day: date) -> date:
    """That day, or the next one on which people work."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def _evening(day: date) -> datetime:
    """Half past six in Paris, whatever the season."""
    return timezone.make_aware(datetime.combine(day, time(18, 30)))
