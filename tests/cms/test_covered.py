"""Every type of page and every block is read by axe and by the validator: one that nobody added to
the walks of tests/e2e fails here."""

import pytest
from django.apps import apps
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.demo.loader import load_guides, load_pages
from tests.cms.factories import make_site
from tests.cms.kept import once
from tests.e2e.test_accessibility import TYPES
from tests.e2e.test_writing import body

# Forms, pages and rights: nothing of them is the database’s own.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def page_types():
    kinds = (model for model in apps.get_models() if issubclass(model, Page))
    return {model.__name__: model for model in kinds if model is not Page}


def streams(model):
    return [field for field in model._meta.get_fields() if isinstance(field, StreamField)]


@pytest.fixture
def demo(db):
    make_site()
    once(load_guides)
    once(load_pages)


def test_the_walk_of_a_visitor_begins_on_a_page_of_each_type(client, demo):
    assert set(TYPES) == set(page_types())
    for name, address in TYPES.items():
        page = (client.get(address).context or {}).get("page")
        assert page is not None, address
        assert type(page.specific).__name__ == name, address


# No page of the demonstration holds them: the walks add them to two pages (`seeds.RARE`).
UNSEEN = {
    *(f"cms/home/{name}.html" for name in ("text", "action")),
    "cms/blocks/pictured.html",
}


def test_each_block_stands_in_a_page_of_the_walks(demo):
    guide = streams(page_types()["GuidePage"])[0].stream_block.child_blocks
    # Written by the walk of an editor, read by the visitor of the same.
    written = body({"image": 1, "document": 1}).values()
    seen = {guide[one["type"]].meta.template for one in written if isinstance(one, dict)}
    every = set()
    for model in page_types().values():
        for field in streams(model):
            every |= {
                getattr(block.meta, "template", None)
                for block in field.stream_block.child_blocks.values()
            }
            for page in model.objects.live():
                seen |= {
                    getattr(block.block.meta, "template", None)
                    for block in getattr(page, field.name)
                }
    assert {template for template in every - seen if template} == UNSEEN
