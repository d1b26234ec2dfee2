"""/sitemap.xml: the pages of the CMS, and the sections that the rooms above register.

`register("questions", QuestionSitemap)` is called in `AppConfig.ready` with a subclass of
`django.contrib.sitemaps.Sitemap`.
"""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from wagtail.models import Page
from wagtail.query import PageQuerySet

from .querysets import visible_pages

_sections: dict[str, type[Sitemap]] = {}


class PageSitemap(Sitemap[Page]):
    """Published, unrestricted pages."""

    def items(self) -> PageQuerySet:
        return visible_pages(Page.objects.filter(depth__gt=1)).defer_streamfields()

    def lastmod(self, item: Page) -> datetime | None:
        return item.last_published_at

    def location(self, item: Page) -> str:
        return item.url or "/"


class RoomSitemap(Sitemap[str]):
    """The entry pages of the rooms, which no row of the database holds."""

    def items(self) -> list[str]:
        return [
            "/mon-adresse/",
            "/reseaux/",
            "/ambassadeurs/",
            "/agenda/",
            "/communaute/",
            "/stats/",
            "/chiffres/",
        ]

    def location(self, item: str) -> str:
        return item


def register(name: str, sitemap: type[Sitemap]) -> None:
    """Add a section, or replace the one of the same name."""
    _sections[name] = sitemap


def sections() -> dict[str, type[Sitemap] | Sitemap]:
    return {"pages": PageSitemap, "rubriques": RoomSitemap, **_sections}
