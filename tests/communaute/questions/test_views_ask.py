import uuid

import pytest
from django.test import Client

from communaute.questions.models import Draft, Question
from socle.search import indexer
from tests.cms.factories import make_guide
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.acts import soup
from tests.communaute.questions.factories import QuestionFactory

ASK = "/communaute/questions/poser/"


def value(page, name):
    field = page.find(attrs={"name": name})
    if field.name == "select":
        return field.find("option", selected=True)["value"]
    return field.get_text().strip() if field.name == "textarea" else field.get("value")


@pytest.mark.usefixtures("trusted")
def test_text_is_kept_across_sign_in_published_and_one_reads_what_comes_next(
    client, user, ask_data
):
    ask_data["lots"] = "58"
    response = client.post(f"{ASK}?espace=grenoble", ask_data)

    assert response.status_code == 302
    assert response["Location"].startswith("/comptes/")
    assert "next=/communaute/questions/poser/%3Fespace%3Dgrenoble" in response["Location"]
    assert not Question.objects.exists()

    client.force_login(user)
    page = soup(client.get(f"{ASK}?espace=grenoble"))
    assert value(page, "title") == ask_data["title"]
    assert value(page, "body") == ask_data["body"]
    assert value(page, "lots") == "58"
    assert page.find("input", attrs={"name": "space", "checked": True})["value"] == "grenoble"
    assert "que vous aviez commencé" in page.get_text()

    response = client.post(ASK, ask_data, follow=True)
    question = Question.objects.get()
    assert question.lots == 58
    assert response.redirect_chain == [(question.get_absolute_url(), 302)]
    said = "Votre question est publiée dans l’espace «\u00a0Réseau de Grenoble\u00a0»"
    assert said in response.text
    assert "vous recevrez un courriel" in response.text
    assert value(soup(client.get(ASK)), "title") in (None, "")


@pytest.mark.usefixtures("trusted")
def test_text_survives_a_stale_token_and_a_session_that_ended(user, ask_data):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)

    response = browser.post(ASK, ask_data | {"csrfmiddlewaretoken": "x" * 64})

    assert response.status_code == 403
    page = soup(response)
    assert value(page, "title") == ask_data["title"]
    assert "Votre texte est intact" in page.get_text()

    ask_data["csrfmiddlewaretoken"] = value(page, "csrfmiddlewaretoken")
    browser.session.flush()
    assert browser.post(ASK, ask_data).status_code == 302
    assert not Question.objects.exists()
    browser.force_login(user)
    page = soup(browser.get(ASK))
    assert value(page, "title") == ask_data["title"]

    ask_data["csrfmiddlewaretoken"] = value(page, "csrfmiddlewaretoken")
    assert browser.post(ASK, ask_data).status_code == 302
    assert Question.objects.count() == 1


@pytest.mark.usefixtures("trusted")
def test_same_question_again_shows_the_first_and_another_too_soon_keeps_its_text(
    client, user, ask_data
):
    client.force_login(user)
    first = client.post(ASK, ask_data)
    assert client.post(ASK, ask_data)["Location"] == first["Location"]  # a double click
    keys = {value(soup(client.get(ASK)), "submission_key") for _ in range(2)}
    assert len({uuid.UUID(key) for key in keys}) == 2
    again, other = ({"submission_key": key} for key in keys)

    response = client.post(ASK, ask_data | again, follow=True)
    assert "Vous avez déjà posé cette question" in response.text

    response = client.post(ASK, ask_data | other | {"title": "Une deuxième question ?"})
    assert response.status_code == 422
    assert value(soup(response), "title") == "Une deuxième question ?"
    assert "Votre texte est gardé" in response.text
    assert Question.objects.count() == 1


@pytest.mark.usefixtures("trusted")
def test_name_is_asked_once_is_no_address_and_is_kept(client, ask_data):
    nameless = UserFactory(display_name="", email="jean.dupont@example.org")
    client.force_login(nameless)

    page = soup(client.get(ASK))
    assert value(page, "display_name") in (None, "")
    response = client.post(ASK, ask_data)
    assert response.status_code == 422
    assert "Choisissez le nom" in response.text
    assert client.post(ASK, ask_data | {"display_name": "jean@example.org"}).status_code == 422
    assert not Question.objects.exists()

    client.post(ASK, ask_data | {"display_name": "Jean D."})

    assert Question.objects.get().author.display_name == "Jean D."
    assert soup(client.get(ASK)).find(attrs={"name": "display_name"}) is None


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (
            {"title": "", "body": "", "lots": "beaucoup", "space": "inconnu", "stage": "nimporte"},
            {
                "Écrivez votre question",
                "Donnez quelques détails",
                "Écrivez un nombre",
                "Choisissez un espace",
            },
        ),
        (
            {"title": "Trop court", "body": "court", "lots": "0"},
            {"au moins 15 caractères", "au moins 20 caractères", "entre 1 et 10"},
        ),
        (
            {"title": "t" * 151, "body": "b" * 10_001, "lots": "10001"},
            {"150 caractères au plus", "10\u00a0000\u00a0caractères au plus", "entre 1 et 10"},
        ),
    ],
)
def test_bad_input_is_said_beside_the_field_and_nothing_is_lost(client, user, ask_data, sent, said):
    client.force_login(user)

    response = client.post(ASK, ask_data | sent)

    assert response.status_code == 422
    page = soup(response)
    assert {words for words in said if words in page.get_text()} == said
    links = {link["href"] for link in page.select("#erreurs a[href^='#id_']")}
    assert links == {f"#id_{field}" for field in sent}
    assert page.select_one("[aria-invalid=true]")
    typed = {name: sent[name] for name in ("title", "body", "lots")}
    assert {name: value(page, name) or "" for name in typed} == typed
    assert not Question.objects.exists()


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    "sent",
    [
        {"title": "Quel-prix-Quel-"},
        {"title": "Quel-prix-" * 15},
        # Line ends of browsers count once.
        {"body": "a\r\n" * 4994 + "bb ou chaud !"[:12]},
    ],
    ids=["shortest title", "longest title", "longest text"],
)
def test_limits_are_accepted(client, user, ask_data, sent):
    client.force_login(user)

    assert client.post(ASK, ask_data | sent).status_code == 302


@pytest.mark.usefixtures("trusted")
def test_a_broken_key_is_replaced(client, user, ask_data):
    client.force_login(user)

    assert client.post(ASK, ask_data | {"submission_key": "zzz"}).status_code in (302, 422)


def test_anyone_opens_the_page_in_the_space_of_its_address(client, space):
    response = client.get(ASK, {"espace": space.slug})

    assert response.status_code == 200
    assert "me connecter" in response.text
    radios = soup(response).find_all("input", attrs={"name": "space"})
    assert {radio["value"] for radio in radios} == {"grenoble", "departement-38", "national"}


def test_an_unknown_space_is_left_out(client, db):
    response = client.get(ASK, {"espace": "inconnu"})

    assert response.status_code == 200
    assert value(soup(response), "space") == "national"


def test_drafts_of_visitors_are_limited(client, ask_data):
    statuses = [client.post(ASK, ask_data).status_code for _ in range(21)]

    assert statuses == [302] * 20 + [429]


# --- Before publishing: the final page, and what answers already ----------------------------------


def sent_by(page):
    return {one["name"]: one.get("value", "") for one in page.select("main form input")}


@pytest.mark.usefixtures("trusted")
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


@pytest.mark.usefixtures("trusted")
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
    indexer.rebuild(["questions", "guides"])

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
