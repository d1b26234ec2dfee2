"""Pages of the CMS that no editor writes: guides served fast, rules, figures, site map, robots."""

from datetime import UTC, datetime, timedelta
from itertools import groupby

import wagtail.views
from django.conf import settings
from django.contrib.sitemaps import views as sitemap_views
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from socle.parameters import varies_with

from .facts.themes import themes
from .forms import GuideFilterForm
from .models import GuideIndexPage, GuidePage, HomePage, RulesPage, RulesVersion, SiteSettings
from .querysets import visible_pages
from .sitemaps import sections

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
    page = visible_pages(GuideIndexPage.objects.filter(url_path__endswith="/guides/")).first()
    if page is None:
        return wagtail.views.serve(request, request.path.lstrip("/"))
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
        message = "Cette version n’existe pas."
        raise Http404(message)
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
