"""The words of the glossary, each found by the search as the page says it."""

import pytest

from cms.glossary.found import terms
from cms.models import StandardPage
from socle.search import indexing
from socle.search.finding import find
from tests.cms.factories import make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    make_site()
    return StandardPage.objects.get(slug="glossaire")


def found(query):
    return [line.url for line in find(query).lines if line.kind == "Glossaire"]


def test_each_word_is_found_where_it_is_explained(client, page):
    assert found("échangeurs")[0] == "/glossaire/#echangeur"
    assert "/glossaire/#r2-part-fixe" in found("c’est quoi le R2 ?")
    text = client.get("/glossaire/").text
    for term in terms():
        assert f'id="{term.anchor}"' in text
        assert term.text
    assert not [one for one in indexing.differences() if one.source == "mots"]


def test_the_words_follow_the_page(page):
    page.body[0] = ("heading", "Chauffe-rue")
    page.save_revision().publish()
    assert found("chauffe-rue")[0] == "/glossaire/#chauffe-rue"
    page.unpublish()
    assert found("échangeur") == []
    assert terms() == []


def test_without_the_page_there_is_no_word(client, db):
    assert terms() == []
