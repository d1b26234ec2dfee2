import datetime

from django.db import transaction
from wagtail.search.index import insert_or_update_object

from cms.models import GuideIndexPage, GuidePage
from cms.starter import create_starter_pages
from socle.typography import typography

from .guide import Guide
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
    taken = set(index.get_children().values_list("slug", flat=True))
    missing = [guide for guide in GUIDES if guide.slug not in taken]
    for guide in missing:
        insert_or_update_object(_publish(index, guide))
    return len(missing)


def _publish(index: GuideIndexPage, guide: Guide) -> GuidePage:
    page = GuidePage(
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
    index.add_child(instance=page)
    page.tags.add(*guide.tags)
    page.save_revision().publish()
    return GuidePage.objects.get(pk=page.pk)
