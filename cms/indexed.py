"""What the search finds among the pages: guides, and those that the service owes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, time
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_delete, post_save
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from socle.public_pages import touch_public_pages
from socle.search.enums import Kind
from socle.search.indexer import index
from socle.search.sources import Row, Source, register_source

from .fixed_pages import SOURCE as FIXED_PAGES
from .glossary import SLUG as GLOSSARY
from .glossary import SOURCE as TERMS
from .glossary import index_terms
from .media_blocks import pictures
from .models import AccessibilityPage, GuidePage, RulesPage, SiteSettings, StandardPage
from .querysets import made_at, visible_pages
from .services import record_version
from .text import plain

GUIDES, PAGES = "guides", "pages"
# Words that people use for a page and that its text does not say.
SAID = {
    "cgu": "CGU, conditions générales d’utilisation, règles, modération, signaler un message",
    "charte": "règles, bonne conduite, politesse, comment bien répondre",
    "donnees-personnelles": "RGPD, vie privée, confidentialité, effacer, supprimer mon compte",
    "mentions-legales": "éditeur, hébergeur, licence",
    "cookies": "traceurs, bandeau, consentement, mesure d’audience",
    "budget": "combien coûte le service, argent public, dépenses",
    "code-source": "logiciel libre, open source, AGPL, développeurs",
    "accessibilite": "RGAA, handicap, lecteur d’écran",
}
# Pages that changed and are not indexed yet, in the order of their changes; None outside of
# `index_at_the_end`.
_waiting: ContextVar[dict[int, None] | None] = ContextVar("pages_to_index", default=None)


def _guide(page: GuidePage) -> Row:
    headings = [section["title"] for section in page.sections]
    tags = [tag.name for tag in page.tags.all()]
    return Row(
        pk=page.pk,
        title=page.title,
        url=page.url or "/",
        lead=" ".join((*tags, *headings, page.summary)),
        text=" ".join((page.summary, *page.searched_texts)),
        happened_at=datetime.combine(page.reviewed_at, time(), UTC),
    )


def _page(page: StandardPage | RulesPage | AccessibilityPage) -> Row:
    if isinstance(page, AccessibilityPage):
        headings, text = "", plain(" ".join((page.failures, page.burdens, page.plan)))
    else:
        headings = " ".join(section["title"] for section in page.sections)
        rules = page.written_rules if isinstance(page, RulesPage) else []
        told = (f"{one['code']} {one['title']}. {one['text']}" for one in rules)
        text = " ".join((page.introduction, *page.searched_texts, *told))
    return Row(
        pk=page.pk,
        title=page.title,
        url=page.url or "/",
        lead=f"{headings} {SAID.get(page.slug, '')}",
        text=text,
    )


# Kinds of pages that are found, each with the row of one; `register_kind` adds others.
_row_of: dict[type[Page], Callable[[Any], Row]] = dict.fromkeys(
    (StandardPage, RulesPage, AccessibilityPage), _page
)


def register_kind(kind: type[Page], row_of: Callable[[Any], Row]) -> None:
    """Have the pages of a kind found too, as `row_of(page)` says."""
    _row_of[kind] = row_of


def guide_rows(pks: Sequence[int]) -> Iterable[Row]:
    """Guides that anybody may read."""
    guides = GuidePage.objects.visible().filter(pk__in=pks).prefetch_related("tagged_items__tag")
    return [_guide(page) for page in guides]


def page_rows(pks: Sequence[int]) -> Iterable[Row]:
    """The other pages that anybody may read."""
    types = set(Page.objects.filter(pk__in=pks).values_list("content_type", flat=True))
    of_kinds = ContentType.objects.get_for_models(*_row_of)
    return [
        row_of(page)
        for kind, row_of in _row_of.items()
        if of_kinds[kind].pk in types
        for page in visible_pages(kind.objects.filter(pk__in=pks))
    ]


def _guides() -> list[int]:
    return sorted(GuidePage.objects.visible().values_list("pk", flat=True))


def _pages() -> list[int]:
    return sorted(
        pk
        for kind in _row_of
        for pk in visible_pages(kind.objects.all()).values_list("pk", flat=True)
    )


@contextmanager
def index_at_the_end() -> Iterator[None]:
    """Pages that change in the block are indexed together when it ends, in its transaction."""
    waiting: dict[int, None] = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    index_pages(waiting)


def index_pages(pks: Iterable[int]) -> None:
    """Bring the index up to date for these pages, whichever they are."""
    wanted = list(pks)
    waiting = _waiting.get()
    if waiting is not None:
        waiting.update(dict.fromkeys(wanted))
        return
    index(GUIDES, wanted)
    index(PAGES, wanted)
    there = Page.objects.filter(pk__in=wanted)
    # One that is not there any more may have been the glossary.
    if there.filter(made_at(GLOSSARY)).exists() or there.count() < len(wanted):
        index_terms()


def index_all() -> None:
    """Bring the index up to date for every page: there are few."""
    index_pages(Page.objects.values_list("pk", flat=True))


def add_sources() -> None:
    register_source(FIXED_PAGES)
    register_source(TERMS)
    register_source(Source(GUIDES, 2, Kind.GUIDE, guide_rows, _guides, is_from_code=True))
    register_source(Source(PAGES, 3, Kind.PAGE, page_rows, _pages, is_from_code=True))


# Wagtail tells us what changed; the anonymous pages must follow.
#
# Pages are published by editors, by a workflow or by a schedule: Wagtail's signals are the only
# place that all three go through. There is no rule of the product here.


def public_content_changed(sender: object, **kwargs: object) -> None:
    touch_public_pages()


def page_changed(sender: object, instance: Page, **kwargs: object) -> None:
    index_pages([instance.pk])


def pages_moved(sender: object, **kwargs: object) -> None:
    index_all()


def rules_published(sender: object, instance: RulesPage, **kwargs: object) -> None:
    record_version(page=instance)


def pictures_appear(sender: object, instance: Page, **kwargs: object) -> None:
    pictures.prepare(instance)


def connect() -> None:
    """Called once, when the app is ready."""
    page_published.connect(rules_published, sender=RulesPage, dispatch_uid="cms_rules")
    page_published.connect(pictures_appear, dispatch_uid="cms_pictures")
    for signal in (page_published, page_unpublished):
        signal.connect(page_changed, dispatch_uid="cms_search")
    # What is above a page makes its address, and may make it private.
    for signal in (page_slug_changed, post_page_move):
        signal.connect(pages_moved, dispatch_uid="cms_search")
    for signal in (post_save, post_delete):
        signal.connect(pages_moved, sender=PageViewRestriction, dispatch_uid="cms_search")
    post_delete.connect(page_changed, sender=Page, dispatch_uid="cms_search")
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(public_content_changed, dispatch_uid="cms_public")
    # A file replaced has another address; those made of an image go after it is saved.
    files = (get_image_model(), get_document_model())
    made = get_image_model().get_rendition_model()
    for model in (SiteSettings, PageViewRestriction, *files):
        post_save.connect(public_content_changed, sender=model, dispatch_uid="cms_public")
    for model in (Page, PageViewRestriction, *files, made):
        post_delete.connect(public_content_changed, sender=model, dispatch_uid="cms_public")
