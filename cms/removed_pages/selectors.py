"""What leads to a page, and what stands at an address that no page has."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.http import escape_leading_slashes
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, ReferenceIndex
from wagtail.query import PageQuerySet

from cms.models import HomePage
from cms.site.destinations import public_pages
from cms.site.models import Menus

from .models import PATH_MAX, GoneAddress

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Referrer:
    """Something that leads to a page: its name in French, where it is changed ("" when the reader
    may not), and whether the public sees it."""

    name: str
    url: str = ""
    is_public: bool = True


@dataclass(frozen=True, slots=True)
class Leading:
    """All that leads to a page and to those under it: the first places, how many in all, and how
    many former addresses are sent to them."""

    places: list[Referrer]
    count: int
    redirections: int


def leading_to(page: Page, user: Any) -> Leading:
    """By Wagtail's index of references: pages, menus, banners… Links between the pages of the
    branch do not count. As many queries whatever the number of pages."""
    branch = page.get_descendants(inclusive=True)
    keys = set(branch.values_list("pk", flat=True))
    redirections = Redirect.objects.filter(redirect_page__in=keys).count()
    sources = _sources(branch, keys)
    finder = AdminURLFinder(user)
    places = [_place(source, finder) for source in sources[:SHOWN]]
    return Leading(places, len(sources), redirections)


def _sources(branch: PageQuerySet, keys: set[int]) -> list[Any]:
    """What refers to these pages, the pages first; one query for each kind of thing."""
    references = ReferenceIndex.get_references_to_in_bulk(branch)
    found: dict[int, set[str]] = {}
    for kind, key in references.values_list("base_content_type_id", "object_id").distinct():
        found.setdefault(kind, set()).add(key)
    sources: list[Any] = []
    for kind, wanted in found.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is None or model is Redirect:
            continue
        rows = model._base_manager.filter(pk__in=wanted).order_by("pk")
        sources += rows.exclude(pk__in=keys) if model is Page else rows
    return sorted(sources, key=lambda one: not isinstance(one, Page))


def _place(source: Any, finder: AdminURLFinder) -> Referrer:
    if isinstance(source, Page):
        address = reverse("wagtailadmin_pages:edit", args=[source.pk])
        return Referrer(f"la page « {source.title} »", address, source.live)
    if isinstance(source, Menus):
        return Referrer("les menus du site", finder.get_edit_url(source) or "")
    name = f"{source._meta.verbose_name} « {source} »"
    return Referrer(name, finder.get_edit_url(source) or "")


def is_gone(path: str) -> bool:
    """Whether a public page was deleted at this address, which no redirection has. One query."""
    known = Redirect.normalise_path(escape_leading_slashes(path))
    if len(known) > PATH_MAX:
        return False
    gone = GoneAddress.objects.filter(path=known)
    return bool(gone.exclude(Exists(Redirect.objects.filter(old_path=OuterRef("path")))).exists())


def page_above(path: str) -> Page | None:
    """The nearest public page above an address, the home page apart. Two queries."""
    home = HomePage.objects.first()
    if home is None:
        return None
    parts = path.strip("/").split("/")[:-1]
    above = [home.url_path + "/".join(parts[:end]) + "/" for end in range(1, len(parts) + 1)]
    return public_pages(Page.objects.filter(url_path__in=above)).order_by("-depth").first()
