"""A figure cited as a chip: chosen in a list, whole in the editor, a code in the database."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Revision
from wagtail.test.utils.form_data import streamfield

from cms.blocks import ProseBlock
from cms.models import GuidePage
from cms.starter import EDITORS
from cms.stream_builder import p
from socle.facts_registry import citations
from socle.facts_registry.models import Figure
from socle.public_pages import forget_held
from tests.clock import NOON
from tests.cms.factories import make_guide
from tests.cms.test_admin import guide_form, person, sign_in

pytestmark = pytest.mark.django_db
CHOOSER = "/gestion/chiffres-a-citer/"


@pytest.fixture
def editor(client, site):
    sign_in(client, person(EDITORS))
    return client


def widget():
    return ProseBlock().field.widget


def round_trip(html):
    return widget().converter.to_database_format(widget().format_value(html))


@pytest.mark.parametrize(
    "text",
    [
        "À [fait:tva_reduite].",
        "<b>[fait:tva_reduite]</b><i>[fait:tva_normale]</i>",
        "<b>Soit [fait:tva_reduite] de moins</b>",
        "[fait:tva_reduite][fait:tva_normale]",
        "[fait:inconnu], [fait:], [fait:TVA]",
        '<a href="https://exemple.test/">[fait:tva_reduite]</a> ou [fait:tva_reduite]',
    ],
)
def test_what_was_typed_comes_back_as_it_was(text):
    html = f'<p data-block-key="a">{text}</p>'
    # Bold around a chip is bold before it, in it and after it.
    assert round_trip(html).replace("</b><b>", "") == html


def test_a_chip_shows_the_value_and_holds_the_key():
    state = json.loads(widget().format_value("<p>À [fait:tva_reduite], [fait:inconnu].</p>"))
    assert state["blocks"][0]["text"] == "À 5,5\u00a0%, [fait:inconnu]."
    assert [one["data"]["key"] for one in state["entityMap"].values()] == ["tva_reduite"]
    assert state["entityMap"]["0"]["mutability"] == "IMMUTABLE"


def sent(key, text="5,5 %"):
    """A paragraph as the browser sends it, with one chip."""
    block = {"key": "a", "text": f"À {text}.", "type": "unstyled", "depth": 0}
    block |= {
        "inlineStyleRanges": [],
        "entityRanges": [{"key": 0, "offset": 2, "length": len(text)}],
    }
    entity = {"type": "FACT", "mutability": "IMMUTABLE", "data": {"key": key, "label": "x"}}
    state = {"blocks": [block], "entityMap": {"0": entity}}
    return streamfield([("paragraph", json.dumps(state))])


def publish(client, site, body):
    address = f"/gestion/pages/add/cms/guidepage/{site.pk}/"
    form = guide_form(**{"body": body, "action-publish": "1"})
    return client.post(address, form)


def test_a_chip_is_published_followed_and_keeps_its_figure_from_being_withdrawn(editor, site):
    assert publish(editor, site, sent("tva_reduite", "un vieux texte")).status_code == 302
    guide = GuidePage.objects.get(slug="guide-ecrit")
    assert "[fait:tva_reduite]" in guide.body[0].value.source
    page = editor.get("/guides/guide-ecrit/").content.decode()
    assert "5,5\u00a0%" in page
    assert "un vieux texte" not in page
    figure = Figure.objects.get(key="tva_reduite")
    refused = editor.post(f"/gestion/chiffres/delete/{figure.pk}/")
    assert refused.status_code == 409
    assert f"/gestion/pages/{guide.pk}/edit/" in refused.content.decode()


@pytest.mark.parametrize("key", ["inconnu", "", "</p><script>", '"><b>'])
def test_a_chip_made_up_by_a_browser_is_text_and_an_unknown_one_is_refused(editor, site, key):
    answer = publish(editor, site, sent(key))
    found = GuidePage.objects.filter(slug="guide-ecrit").first()
    if key == "inconnu":
        assert found is None
        assert "existe pas : inconnu" in answer.content.decode()
    else:
        page = BeautifulSoup(editor.get("/guides/guide-ecrit/").content, "html.parser")
        text = page.select_one(".cu-guide__text")
        assert f"[fait:{key}]" in text.text
        assert [one.name for one in text.find_all(True)] == ["p"]


def test_a_figure_inside_of_a_link_is_refused(editor, site):
    link = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "https://exemple.test/"}}
    block = {"key": "a", "text": "Voir [fait:tva_reduite].", "type": "unstyled", "depth": 0}
    block |= {"inlineStyleRanges": [], "entityRanges": [{"key": 0, "offset": 0, "length": 23}]}
    body = streamfield([("paragraph", json.dumps({"blocks": [block], "entityMap": {"0": link}}))])
    assert "sortez-le du lien" in publish(editor, site, body).content.decode()


def test_what_waits_for_its_hour_cites_too_even_when_a_later_draft_does_not():
    guide = make_guide(body=[p("Rien.")])
    guide.body = [p("[fait:tva_reduite]")]
    guide.go_live_at = NOON + timedelta(days=1)
    waiting = guide.save_revision()
    Revision.objects.filter(pk=waiting.pk).update(approved_go_live_at=guide.go_live_at)
    guide.body = [p("Toujours rien.")]
    guide.save_revision()
    assert [place.name for place in citations.places_of("tva_reduite")].count(
        f"la page « {guide.title} »"
    ) == 1


def listed(client, query="", part=""):
    answer = client.get(f"{CHOOSER}{part}", {"q": query})
    html = answer.content.decode() if part else answer.json()["html"]
    page = BeautifulSoup(html, "html.parser")
    return [one.text.strip() for one in page.select("a[data-chooser-modal-choice]")]


def test_the_list_finds_figures_by_words_formulas_too_and_no_withdrawn_one(editor):
    assert len(listed(editor)) == 12
    assert "TVA réduite sur la chaleur" in listed(editor, "reduite tva", "resultats/")
    assert any(
        "Prime « Coup de pouce »" in one.replace("\u00a0", " ")
        for one in listed(editor, "prime 100 logements", "resultats/")
    )
    assert listed(editor, "rien de tel", "resultats/") == []
    Figure.objects.filter(key="tva_reduite").update(withdrawn_at=NOON)
    forget_held()
    assert "TVA réduite sur la chaleur" not in listed(editor, "reduite tva", "resultats/")


def test_the_one_chosen_is_given_with_its_value(editor):
    chosen = editor.get(f"{CHOOSER}tva_reduite/").json()
    assert chosen["step"] == "chosen"
    assert chosen["result"] == {
        "key": "tva_reduite",
        "label": "TVA réduite sur la chaleur",
        "figure": "5,5\u00a0%",
    }
    assert editor.get(f"{CHOOSER}inconnu/").status_code == 404
    assert editor.get(CHOOSER, {"p": "9999"}).status_code == 404


def test_a_person_without_the_admin_sees_no_list(client, site, membre):
    for one in (None, membre):
        if one:
            client.force_login(one, backend="django.contrib.auth.backends.ModelBackend")
        for part in ("", "resultats/", "tva_reduite/"):
            assert client.get(f"{CHOOSER}{part}").status_code in (302, 403)
