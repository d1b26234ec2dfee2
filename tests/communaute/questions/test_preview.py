"""Before publishing: the final page, and what answers already. Nothing is written."""

import pytest

from communaute.questions.models import Draft, Question
from socle.search import indexing
from tests.cms.factories import make_guide
from tests.communaute.comptes.factories import UserFactory

from .acts import soup
from .factories import QuestionFactory

ASK = "/communaute/questions/poser/"


def sent_by(page):
    return {one["name"]: one.get("value", "") for one in page.select("main form input")}


@pytest.mark.parametrize("signed_in", [True, False])
def test_preview_is_the_final_page_and_publishes_the_same(client, user, ask_data, signed_in):
    if signed_in:
        client.force_login(user)
    ask_data |= {"lots": "58", "body": "Une **chaudière** <script>alert(1)</script>\n\n- au gaz"}

    page = soup(client.post(f"{ASK}?espace=grenoble", ask_data | {"apercu": "1"}))

    assert page.h1.get_text() == ask_data["title"]
    assert page.select_one(".cu-post strong").get_text() == "chaudière"
    assert not page.select("main script")
    assert page.select_one(".cu-chips").get_text(strip=True) == "58 lots"
    assert ("Monique D." in page.get_text()) is signed_in
    assert "Ancien membre" not in page.get_text()
    assert not Question.objects.exists()
    assert not Draft.objects.exists()
    hidden = sent_by(page)
    assert {name: hidden[name] for name in ask_data} == ask_data
    back = soup(client.post(ASK, hidden | {"corriger": "1"}))
    assert back.select_one("[name=body]").get_text().strip() == ask_data["body"]
    assert not back.select("[aria-invalid=true]")


def test_before_any_preview_texts_are_corrected_and_a_name_is_shown_not_written(client, ask_data):
    nameless = UserFactory(display_name="")
    client.force_login(nameless)
    wrong = client.post(ASK, ask_data | {"title": "court", "apercu": "1"})
    assert wrong.status_code == 422
    assert soup(wrong).select_one("#poser [aria-invalid=true]")

    page = soup(client.post(ASK, ask_data | {"display_name": "Jean D.", "apercu": "1"}))

    assert "Jean D." in page.select_one(".cu-author").get_text()
    nameless.refresh_from_db()
    assert nameless.display_name == ""


def test_preview_and_typing_show_what_answers_already(client, ask_data):
    close = QuestionFactory()
    QuestionFactory(hidden=True, title="Combien coûte le raccordement caché ?")
    guide = make_guide(title="Combien coûte un raccordement ?")
    make_guide(title="Le raccordement : brouillon secret", live=False)
    indexing.rebuild(["questions", "guides"])

    page = soup(client.post(ASK, ask_data | {"apercu": "1"}))
    address = "/communaute/questions/proches/"
    typed = client.get(address, {"q": ask_data["title"]}).json()

    aside = page.select_one("aside.cu-aside")
    found = [link["href"] for link in aside.select("a")]
    assert found == [close.get_absolute_url(), guide.url]
    assert typed == {
        "results": [{"title": close.title, "url": close.get_absolute_url(), "answers": 0}],
        "guides": [{"title": guide.title, "url": guide.url}],
        "tags": ["Prix de la chaleur"],
    }
    # Too little to compare finds nothing.
    little = ({}, {"q": "court"}, {"q": "x" * 151}, {"q": "et de la ou"})
    found = {str(query): client.get(address, query).json() for query in little}
    assert found == {query: {"results": [], "guides": [], "tags": []} for query in found}
