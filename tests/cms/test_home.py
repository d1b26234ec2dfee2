"""The home page: its sections as they begin, and as an editor changes them."""

import pytest
from bs4 import BeautifulSoup
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.home import FIRST
from cms.models import HomePage
from cms.starter import EDITORS
from tests.cms.factories import make_guide
from tests.cms.test_admin import person, sign_in

pytestmark = pytest.mark.django_db

# What a visitor who comes first costs: not one query more than before sections were blocks.
QUERIES = 11


def titles(client):
    page = BeautifulSoup(client.get("/").content, "html.parser")
    return [" ".join(title.text.split()) for title in page.main.select("h1, h2")]


def set_sections(*sections):
    home = HomePage.objects.get()
    home.body = list(sections)
    home.save_revision().publish()


def home_form(*sections, **changes):
    return nested_form_data(
        {
            "title": "Accueil",
            "slug": "accueil",
            "heading": "Bienvenue",
            "introduction": "Une phrase.",
            "body": streamfield(sections),
            "seo_title": "",
            "search_description": "",
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
            "action-publish": "1",
        }
        | changes
    )


def rows(*values):
    """The form of a list inside of a block."""
    listed = {
        str(rank): {"value": value, "deleted": "", "order": rank, "id": ""}
        for rank, value in enumerate(values)
    }
    return {"count": len(values), **listed}


@pytest.fixture
def edit(client, site):
    """Send the editor's own form; the sections of the page, then what was refused."""
    sign_in(client, person(EDITORS))
    home = HomePage.objects.get()

    def send(*sections):
        answer = client.post(f"/gestion/pages/{home.pk}/edit/", home_form(*sections))
        client.logout()
        return answer

    return send


def test_it_begins_with_every_section(client, site, django_assert_max_num_queries):
    make_guide()
    with django_assert_max_num_queries(QUERIES):
        shown = titles(client)
    assert shown == [
        "Un réseau de chaleur passe-t-il près de votre immeuble ?",
        *("Comment ça marche", "Ils se sont raccordés", "Les dernières questions"),
        *("Des guides pour chaque étape", "Où nous en sommes"),
    ]
    assert [block.block_type for block in HomePage.objects.get().body] == list(FIRST)


def test_a_draft_from_before_has_the_sections_of_the_page(site):
    data = HomePage.objects.get().serializable_data()
    del data["body"]
    assert [one.block_type for one in HomePage.from_serializable_data(data).body] == list(FIRST)


def test_an_editor_orders_words_and_removes_sections(client, edit):
    answer = edit(
        ("address", {"label": "Votre rue", "promises": rows("C’est gratuit")}),
        ("questions", {"title": "On demande"}),
        ("text", {"title": "À savoir", "text": rich_text("<p>TVA : [fait:tva_reduite].</p>")}),
        ("ambassadors", {"title": "Vos voisins"}),
        ("action", {"action": "question", "words": "Une question ?"}),
    )
    assert answer.status_code == 302
    assert titles(client) == ["Bienvenue", "On demande", "À savoir", "Vos voisins"]
    page = BeautifulSoup(client.get("/").content, "html.parser")
    assert page.select_one("label[for=adresse]").text.split()[:2] == ["Votre", "rue"]
    assert [item.text for item in page.select(".cu-checks li")] == ["C’est gratuit"]
    assert page.main.select_one("a[href='/chiffres/#chiffre-tva_reduite']")
    assert page.main.select("a.fr-btn--lg[href='/communaute/questions/poser/']")
    # One section in two stands on another ground.
    alternate = [bool(part.select("h2")) for part in page.select(".cu-section--alt")]
    assert alternate == [True, False]


@pytest.mark.parametrize(
    "sections",
    [
        [("questions", {"title": "Une"}), ("address", {"label": "Rue", "promises": rows()})],
        [("questions", {"title": "Une"}), ("questions", {"title": "Deux"})],
        [("questions", {"title": "[fait:tva_reduite]"})],
        [],
    ],
    ids=["the-test-not-first", "twice-the-same", "a-code-in-a-title", "nothing"],
)
def test_what_cannot_be_published(client, edit, sections):
    answer = edit(*sections)
    assert list(answer.context["form"].errors) == ["body"]
    assert "Comment ça marche" in titles(client)


def test_without_the_test_the_page_keeps_its_title_and_loads_no_script(client, site):
    set_sections(("questions", {"title": "On demande"}))
    assert len(titles(client)) == 2
    assert b"address-field.js" not in client.get("/").content


def test_a_preview_shows_the_draft(client, site):
    sign_in(client, person(EDITORS))
    address = f"/gestion/pages/{HomePage.objects.get().pk}/edit/preview/"
    sent = client.post(address, home_form(("questions", {"title": "On demande"})))
    assert sent.json()["is_valid"]
    assert "On demande" in client.get(f"{address}?mode=").content.decode()


def test_what_all_read_alike_is_laid_out_once(client, site, django_capture_on_commit_callbacks):
    make_guide()

    def laid_out(address="/"):
        found = {one.name.partition("/home/")[2] for one in client.get(address).templates}
        return found - {"", "_run.html"}

    sections = {f"{name}.html" for name in FIRST}
    assert laid_out() == sections
    client.force_login(person())
    assert laid_out() == {"address.html", "questions.html"}
    with django_capture_on_commit_callbacks(execute=True):
        HomePage.objects.get().save_revision().publish()
    assert laid_out() == sections
