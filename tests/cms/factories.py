"""Pages for tests. A page lives in a tree, so these are functions rather than factories."""

from itertools import count

from wagtail.search.index import insert_or_update_object

from cms.models import GuideIndexPage, GuidePage
from cms.starter import create_starter_pages
from cms.stream_builder import h, p
from socle.buildings import Stage
from tests.cms.kept import once

_numbers = count(1)


def make_site() -> GuideIndexPage:
    """The starter pages; returns the list of guides."""
    if not GuideIndexPage.objects.exists():
        once(create_starter_pages)
    return GuideIndexPage.objects.get()


def make_guide(**fields) -> GuidePage:
    """A published guide under /guides/ (`live=False` for a draft), indexed for search."""
    number = next(_numbers)
    tags = fields.pop("tags", ())
    values = {
        "title": f"Guide {number}",
        "slug": f"guide-{number}",
        "stage": Stage.IDEA,
        "summary": "Ce qu’il faut retenir.",
        "body": [h("Première partie"), p("Un texte court.")],
    } | fields
    guide = GuidePage(**values)
    make_site().add_child(instance=guide)
    if tags:
        guide.tags.add(*tags)
        guide.save()
    insert_or_update_object(guide)
    return guide
