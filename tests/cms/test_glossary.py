"""The words of the glossary, each found by the search as the page says it."""

import pytest
from bs4 import BeautifulSoup
from wagtail.rich_text import RichText

from cms.glossary import terms
from cms.models import StandardPage
from cms.stream_builder import h, p
from socle.search import indexer
from socle.search.results import find
from tests.cms.factories import make_guide, make_site

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
    assert not [one for one in indexer.differences() if one.source == "mots"]


def test_the_words_follow_the_page(page):
    page.body[0] = ("heading", "Chauffe-rue")
    page.save_revision().publish()
    assert found("chauffe-rue")[0] == "/glossaire/#chauffe-rue"
    page.unpublish()
    assert found("échangeur") == []
    assert terms() == []


def test_without_the_page_there_is_no_word(client, db):
    assert terms() == []


def test_the_words_of_a_text_open_their_definition_once(client, page):
    guide = make_guide(
        title="Un guide des mots",
        body=[
            h("Le R2 et l’échangeur"),
            p("Deux **échangeurs**, des réseaux classés, le R2 et l’EnR&R. [R1](/)."),
            p("Encore un échangeur ; une ag de rien, l’AG."),
        ],
    )
    soup = BeautifulSoup(client.get(guide.url).text, "lxml")
    told = {one.text: one.find_next_sibling()["id"] for one in soup.select(".cu-word__name")}
    assert told == {
        "échangeurs": "mot--echangeur",
        "réseaux classés": "mot--reseau-classe",
        "R2": "mot--r2-part-fixe",
        "EnR&R": "mot--energies-renouvelables-et-de-recuperation-enrr",
        "AG": "mot--assemblee-generale-ag",
    }
    for key in told.values():
        (definition,) = soup.select(f"#{key}[popover]")
        assert definition.a["href"] == f"/glossaire/#{key.removeprefix('mot--')}"
        # Without a script, the word itself leads there.
        assert definition.find_previous_sibling("a")["href"] == definition.a["href"]
    assert "due chaque mois" not in soup.text
    assert "L’abonnement, dû chaque mois" in soup.select_one("#mot--r2-part-fixe").text
    assert not soup.select("h2 .cu-word, a .cu-word")
    # A button would be one block in the line: « l’ » and the full stop would leave the word.
    assert {one.name for one in soup.select(".cu-word__name")} == {"a"}
    assert soup.select_one("script[src*='js/pages/words']")


def test_the_definitions_follow_the_page_and_leave_with_it(
    client, page, django_capture_on_commit_callbacks
):
    guide = make_guide(body=[p("Une chauffe-rue, un échangeur.")])
    assert "mot--echangeur" in client.get(guide.url).text
    page.body[0] = ("heading", "Chauffe-rue")
    page.body[1] = ("paragraph", RichText("<p>Chauffe <i>la rue</i> &lt;b&gt;.</p>"))
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    text = client.get(guide.url).text
    assert 'id="mot--chauffe-rue" popover>Chauffe la rue' in text
    assert "la rue &lt;b&gt;." in text
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    assert "cu-word" not in client.get(guide.url).text


def test_a_glossary_with_another_address_keeps_its_words(
    client, page, django_capture_on_commit_callbacks
):
    guide = make_guide(body=[p("Un échangeur.")])
    page.slug = "lexique"
    page.body[0] = ("heading", "Chauffe-rue")
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert "mot--echangeur" in client.get(guide.url).text
    assert found("chauffe-rue")[0] == "/glossaire/#chauffe-rue"
    assert client.get("/glossaire/")["Location"] == "/lexique/"


def test_the_glossary_and_the_legal_pages_keep_their_text(client, page):
    assert "cu-word" not in client.get("/glossaire/").text
