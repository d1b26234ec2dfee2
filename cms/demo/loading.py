import datetime

from django.db import transaction
from wagtail.search.index import insert_or_update_object

from cms.models import GuideIndexPage, GuidePage
from cms.starter import create_starter_pages, without_existing
from socle.typography import typography

from ..authoring import Guide
from .guides import GUIDES


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
    missing = without_existing(index, [_page(guide) for guide in GUIDES])
    for page in missing:
        insert_or_update_object(_publish(index, page, tags[page.slug]))
    return len(missing)


def _page(guide: Guide) -> GuidePage:
    return GuidePage(
        title=typography(guide.title),
        slug=guide.slug,
        stage=guide.stage,
        summary=typography(guide.summary),
        reviewed_at=datetime.date.fromisoformat(guide.reviewed),
        body=guide.body,
        sources=[
            ("source", {"title": title, "publisher": publisher, "year": year, "url": url})
            for title, publisher, year, url in guide.sources
        ],
    )


def _publish(index: GuideIndexPage, page: GuidePage, tags: tuple[str, ...]) -> GuidePage:
    index.add_child(instance=page)
    page.tags.add(*tags)
    page.save_revision().publish()
    return GuidePage.objects.get(pk=page.pk)
