"""Reading the frame, on every page: held by each process, read again when public pages change,
which every change of the frame does (`socle.public_pages`)."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.models import AccessibilityPage
from socle.public_pages import held_in_process
from socle.search.sources import Row, Shortcut
from socle.search.words import stems

from .destinations import Destination, is_answered, is_external, public_pages
from .frame import (
    BannerShown,
    BrandShown,
    Frame,
    Link,
    MaintenanceShown,
    PartnerShown,
    PromotionShown,
)
from .models import (
    Banner,
    Brand,
    EasyPage,
    FooterEntry,
    MainEntry,
    Maintenance,
    Partner,
    Promotion,
)
from .services import LOGO, PARTNER, picture_of


def frame() -> Frame:
    """The frame of now: of the beginning of the request, in a request."""
    return held_in_process("cms:frame", _read)


def service_name() -> str:
    """The name of the service, for what is not a page: mails, feeds, files."""
    return frame().brand.name


def _read() -> Frame:
    main = list(MainEntry.objects.order_by("sort_order", "pk"))
    footer = list(FooterEntry.objects.order_by("sort_order", "pk"))
    now = timezone.now()
    banners = list(Banner.objects.not_over(now))
    promotions = list(Promotion.objects.all())
    urls = _urls([*main, *footer, *banners, *promotions])
    given: dict[str, Any] = {}
    declaration = public_pages(AccessibilityPage.objects.all()).first()
    if declaration is not None and declaration.url:
        given["accessibility_url"] = declaration.url
    # A list that nobody made: that of a new installation stands.
    if main:
        given["main"] = _links(main, urls)
    if footer:
        given["footer"] = _links(footer, urls)
    return Frame(
        brand=_brand(),
        banners=tuple(_banner(banner, urls) for banner in banners),
        maintenances=tuple(_maintenance(one) for one in Maintenance.objects.not_over(now)),
        promotions=_promotions(promotions, urls),
        **given,
    )


def _urls(destinations: Iterable[Destination]) -> dict[int, str]:
    """Addresses of the pages that are public, by page."""
    wanted = {one.page_id for one in destinations if one.page_id}
    if not wanted:
        return {}
    pages = public_pages(Page.objects.filter(pk__in=wanted))
    return {page.pk: page.url for page in pages if page.url}


def _url(one: Destination, urls: dict[int, str]) -> str:
    return urls.get(one.page_id, "") if one.page_id else one.address


def _links(entries: Iterable[Any], urls: dict[int, str]) -> tuple[Link, ...]:
    links = (Link(entry.label, _url(entry, urls)) for entry in entries)
    return tuple(link for link in links if link.url and not _is_part_of_nothing(link.url))


def _is_part_of_nothing(url: str) -> bool:
    """A part of a page (« /guides/les-aides/#deux ») is kept as an address, which does not follow
    the page: it leaves with it. Other addresses are of no page."""
    path = urlsplit(url).path
    if path == url or is_external(url) or is_answered(path):
        return False
    return not Redirect.objects.filter(old_path=Redirect.normalise_path(path)).exists()


def _banner(banner: Banner, urls: dict[int, str]) -> BannerShown:
    url = _url(banner, urls)
    return BannerShown(
        title=banner.title,
        text=banner.text,
        level=banner.level,
        link=Link(banner.link_label, url) if url else None,
        starts_at=banner.starts_at,
        ends_at=banner.ends_at,
    )


def _maintenance(one: Maintenance) -> MaintenanceShown:
    return MaintenanceShown(
        announcement=one.announcement,
        text=one.text,
        announced_at=one.starts_at - one.announced_for,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
    )


def _promotions(
    promotions: Iterable[Promotion], urls: dict[int, str]
) -> tuple[PromotionShown, ...]:
    shown = (
        PromotionShown(one.expressions, one.title, one.text, _url(one, urls)) for one in promotions
    )
    return tuple(one for one in shown if one.url)


def _brand() -> BrandShown:
    brand = Brand.objects.select_related("logo").first()
    if brand is None:
        return BrandShown()
    partners = Partner.objects.select_related("image").order_by("sort_order", "pk")
    return BrandShown(
        name=brand.name,
        tagline=brand.tagline,
        footer_text=brand.footer_text,
        state_marks=brand.state_marks,
        logo=picture_of(brand.logo, LOGO, alt=brand.logo_alt),
        partners=tuple(
            PartnerShown(partner.name, picture, partner.url)
            for partner in partners
            if (picture := picture_of(partner.image, PARTNER, alt=partner.name))
        ),
    )


LABEL = "Recommandé par la rédaction"


def recommended(query: str) -> list[Shortcut]:
    """Those of which one expression has all its words in the query, in the order of titles."""
    promotions = frame().promotions
    if not promotions:
        return []
    words = frozenset(stems(query))
    return [
        Shortcut(title=one.title, url=one.url, text=one.text, label=LABEL)
        for one in promotions
        if one.is_for(words)
    ]


# Words that people use for such a page and that its text does not say.
SAID = "FALC, facile à comprendre, handicap"


def row_of(page: EasyPage) -> Row:
    headings = " ".join(section["title"] for section in page.sections)
    return Row(
        pk=page.pk,
        title=page.title,
        url=page.url or "/",
        lead=f"{headings} {SAID}",
        text=" ".join((page.introduction, *page.searched_texts)),
    )
