"""Pages of the CMS that no editor writes: guides served fast, rules, figures, site map, robots."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby

import wagtail.views
from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.query import PageQuerySet

from socle.facts_registry.selectors import all_facts
from socle.facts_registry.shape import Fact
from socle.parameters import varies_with

from .facts.initial_figures import FIRST
from .forms import GuideFilterForm
from .models import GuideIndexPage, GuidePage, HomePage, RulesPage, RulesVersion, SiteSettings
from .querysets import visible_pages

SECURITY_TXT_DAYS = 180


@varies_with()
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The home page, without Wagtail's walk down the tree (three queries fewer)."""
    page = visible_pages(HomePage.objects.filter(sites_rooted_here__isnull=False)).first()
    return wagtail.views.serve(request, "") if page is None else page.serve(request)


@varies_with(GuideFilterForm)
@require_safe
def guide_index(request: HttpRequest) -> HttpResponse:
    """The list of guides, without Wagtail's walk down the tree (four queries fewer)."""
    page = visible_pages(GuideIndexPage.objects.all()).first()
    if page is None:
        return wagtail.views.serve(request, request.path.lstrip("/"))
    if page.slug != "guides":
        # Where editors put it since: the stage that was asked follows. Not for ever: a browser that
        # kept the move would turn in circles once they put it back.
        return redirect(f"{page.url}?{request.GET.urlencode()}".rstrip("?"))
    return page.serve(request)


@varies_with()
@require_safe
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    """One guide, found by its address in one query; anything else is Wagtail's business."""
    in_the_list = Concat(Value("/guides/"), F("slug"), Value("/"))
    guides = GuidePage.objects.filter(slug=slug, url_path__endswith=in_the_list)
    page = guides.visible().with_what_is_beside().first()
    if page is None:
        return wagtail.views.serve(request, request.path.lstrip("/"))
    return page.serve(request)


@varies_with()
@require_safe
def sitemap_page(request: HttpRequest) -> HttpResponse:
    """/plan-du-site/ for people."""
    home = HomePage.objects.live().first()
    pages = visible_pages(home.get_children().not_type(GuideIndexPage)) if home else []
    return render(request, "cms/sitemap.html", {"pages": pages})


@varies_with()
@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """/sitemap.xml : one file per section."""
    return sitemap_views.index(request, sections(), sitemap_url_name="cms:sitemap_section")


@varies_with("p")
@require_safe
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    return sitemap_views.sitemap(request, sections(), section=section)


@varies_with()
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    context = {"base_url": settings.BASE_URL}
    return render(request, "cms/robots.txt", context, content_type="text/plain; charset=utf-8")


@varies_with()
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116. `Expires` is computed: always about six months ahead, so never passed."""
    expires = security_expires(timezone.now())
    context = {"base_url": settings.BASE_URL, "expires": f"{expires:%Y-%m-%dT%H:%M:%SZ}"}
    return render(request, "cms/security.txt", context, content_type="text/plain; charset=utf-8")


def security_expires(now: datetime) -> datetime:
    """Midnight UTC, 180 days after `now`."""
    ahead = now.astimezone(UTC) + timedelta(days=SECURITY_TXT_DAYS)
    return ahead.replace(hour=0, minute=0, second=0, microsecond=0)


@varies_with()
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The figures by theme; those whose term has passed are named first, and marked."""
    found = themes()
    facts = [item for theme in found for item in theme.facts]
    context = {
        "themes": found,
        "count": len(facts),
        "expired": [item for item in facts if item.is_expired],
    }
    return render(request, "cms/figures.html", context)


@varies_with()
@require_safe
def rules_versions(request: HttpRequest) -> HttpResponse:
    """The documents and their versions, newest first."""
    rows = RulesVersion.objects.defer("body", "rules")
    documents = [list(group) for _, group in groupby(rows, key=lambda row: row.document)]
    pages = {page.document: page for page in RulesPage.objects.live()}
    context = {"documents": [(pages.get(rows[0].document), rows) for rows in documents]}
    return render(request, "cms/rules_versions.html", context)


@varies_with()
@require_safe
def rules_version(request: HttpRequest, document: str, number: str) -> HttpResponse:
    """One version, whole, as it was in force."""
    found = [row for row in RulesVersion.objects.all() if slugify(row.document) == document]
    version = next((row for row in found if row.number == number), None)
    if version is None:
        raise Http404("Cette version n’existe pas.")
    context = {
        "version": version,
        "rules": version.rules,
        "replaced": _replaced(found, version),
        # Wagtail’s own `load` writes the row it does not find: reading writes nothing here.
        "identity": SiteSettings.objects.first() or SiteSettings(),
    }
    return render(request, "cms/rules_version.html", context)


def _replaced(versions: list[RulesVersion], version: RulesVersion) -> RulesVersion | None:
    """The version that came after this one; None when it is the one in force."""
    position = versions.index(version)
    return versions[position - 1] if position else None


# /sitemap.xml: the pages of the CMS, and the sections that the rooms above register.
#
# `register_sitemap("questions", QuestionSitemap)` is called in `AppConfig.ready` with a subclass of
# `django.contrib.sitemaps.Sitemap`.


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


def register_sitemap(name: str, sitemap: type[Sitemap]) -> None:
    """Add a section, or replace the one of the same name."""
    _sections[name] = sitemap


def sections() -> dict[str, type[Sitemap] | Sitemap]:
    return {"pages": PageSitemap, "rubriques": RoomSitemap, **_sections}


# The figures that anybody may read, theme by theme: what `/chiffres/` shows.


# Slug of the title, title, and the data file of its first facts; what they compute is beside them.
_FIRST = (
    ("prix", "Prix et taxes", "prices"),
    ("aides", "Coûts et aides", "aids"),
    ("chauffage", "Chauffer un immeuble : rendements, équipements, entretien", "heating"),
    ("co2", "CO2 et énergie", "environment"),
    ("obligations", "Obligations, votes et délais", "duties"),
)
COMPUTED = {"coup_de_pouce": "aides"}
OTHERS = ("autres", "Autres chiffres")
_theme_of = {key: slug for slug, _, subject in _FIRST for key in FIRST[subject]} | COMPUTED


@dataclass(frozen=True, slots=True)
class Theme:
    """Some figures under one title, in the order of the alphabet."""

    slug: str
    title: str
    facts: list[Fact]


def themes() -> list[Theme]:
    """Every figure that texts may cite, by theme; a theme without any is left out. No query but
    that of the registry, when it moved."""
    found: dict[str, list[Fact]] = {}
    for item in sorted(all_facts(), key=lambda one: one.label.casefold()):
        found.setdefault(_theme_of.get(item.key, OTHERS[0]), []).append(item)
    titles = (*((slug, title) for slug, title, _ in _FIRST), OTHERS)
    return [Theme(slug, title, found[slug]) for slug, title in titles if slug in found]
