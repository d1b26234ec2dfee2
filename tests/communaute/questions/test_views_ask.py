import uuid

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from communaute.questions.models import Question
from socle.search import indexing
from tests.communaute.comptes.factories import UserFactory

from .factories import QuestionFactory

ASK = "/communaute/questions/poser/"


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def value(page, name):
    field = page.find(attrs={"name": name})
    if field.name == "select":
        return field.find("option", selected=True)["value"]
    return field.get_text().strip() if field.name == "textarea" else field.get("value")


def test_question_is_published_and_says_what_comes_next(client, user, ask_data):
    client.force_login(user)

    response = client.post(ASK, ask_data, follow=True)

    question = Question.objects.get()
    assert response.redirect_chain == [(question.get_absolute_url(), 302)]
    page = response.content.decode()
    assert "Votre question est publiée dans l’espace « Réseau de Grenoble »" in page
    assert "vous recevrez un courriel" in page


def test_anyone_may_open_and_fill_the_page(client, db):
    response = client.get(ASK)

    assert response.status_code == 200
    assert "me connecter" in response.content.decode()


def test_text_is_kept_across_sign_in(client, user, ask_data):
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

    client.post(ASK, ask_data)
    assert Question.objects.get().lots == 58
    assert value(soup(client.get(ASK)), "title") in (None, "")


def test_text_survives_a_session_that_ended(user, ask_data):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    ask_data["csrfmiddlewaretoken"] = value(soup(browser.get(ASK)), "csrfmiddlewaretoken")
    browser.session.flush()

    response = browser.post(ASK, ask_data)

    assert response.status_code == 302
    browser.force_login(user)
    assert value(soup(browser.get(ASK)), "title") == ask_data["title"]


def test_stale_token_shows_the_text_again_and_stores_nothing(user, ask_data):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)

    response = browser.post(ASK, ask_data | {"csrfmiddlewaretoken": "x" * 64})

    assert response.status_code == 403
    page = soup(response)
    assert value(page, "title") == ask_data["title"]
    assert "Votre texte est intact" in page.get_text()
    assert not Question.objects.exists()

    ask_data["csrfmiddlewaretoken"] = value(page, "csrfmiddlewaretoken")
    assert browser.post(ASK, ask_data).status_code == 302
    assert Question.objects.count() == 1


def test_double_click_stores_one(client, user, ask_data):
    client.force_login(user)

    first, second = client.post(ASK, ask_data), client.post(ASK, ask_data)

    assert first["Location"] == second["Location"]
    assert Question.objects.count() == 1


def test_each_form_has_a_key_of_its_own(client, user):
    client.force_login(user)

    keys = {value(soup(client.get(ASK)), "submission_key") for _ in range(2)}

    assert len({uuid.UUID(key) for key in keys}) == 2


def test_same_question_again_shows_the_first(client, user, ask_data):
    client.force_login(user)
    client.post(ASK, ask_data)

    response = client.post(ASK, ask_data | {"submission_key": str(uuid.uuid4())}, follow=True)

    assert "Vous avez déjà posé cette question" in response.content.decode()
    assert Question.objects.count() == 1


def test_too_soon_keeps_the_text(client, user, ask_data):
    client.force_login(user)
    client.post(ASK, ask_data)
    second = ask_data | {"title": "Une deuxième question ?", "submission_key": str(uuid.uuid4())}

    response = client.post(ASK, second)

    assert response.status_code == 422
    assert value(soup(response), "title") == "Une deuxième question ?"
    assert "Votre texte est gardé" in response.content.decode()


def test_name_is_asked_once_and_kept(client, ask_data):
    nameless = UserFactory(display_name="", email="jean.dupont@example.org")
    client.force_login(nameless)

    page = soup(client.get(ASK))
    assert value(page, "display_name") in (None, "")
    response = client.post(ASK, ask_data)
    assert response.status_code == 422
    assert "Choisissez le nom" in response.content.decode()

    client.post(ASK, ask_data | {"display_name": "Jean D."})

    assert Question.objects.get().author.display_name == "Jean D."
    assert soup(client.get(ASK)).find(attrs={"name": "display_name"}) is None


def test_name_that_is_an_address_is_refused(client, ask_data):
    client.force_login(UserFactory(display_name=""))

    response = client.post(ASK, ask_data | {"display_name": "jean@example.org"})

    assert response.status_code == 422
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("field", "sent", "message"),
    [
        ("title", "", "Écrivez votre question"),
        ("title", "Trop court", "au moins 15 caractères"),
        ("title", "t" * 151, "150 caractères au plus"),
        ("body", "", "Donnez quelques détails"),
        ("body", "court", "au moins 20 caractères"),
        ("body", "b" * 10_001, "10\u00a0000\u00a0caractères au plus"),
        ("lots", "beaucoup", "Écrivez un nombre"),
        ("lots", "0", "entre 1 et 10"),
        ("lots", "10001", "entre 1 et 10"),
        ("space", "inconnu", "Choisissez un espace"),
        ("stage", "nimporte", ""),
    ],
)
def test_bad_input_is_said_beside_the_field_and_nothing_is_lost(
    client, user, ask_data, field, sent, message
):
    client.force_login(user)

    response = client.post(ASK, ask_data | {field: sent})

    assert response.status_code == 422
    page = soup(response)
    assert message in page.get_text()
    assert page.select_one(f"#erreurs a[href='#id_{field}']")
    kept = "body" if field == "title" else "title"
    assert value(page, kept) == ask_data[kept]
    assert page.select_one("[aria-invalid=true]")
    assert not Question.objects.exists()


@pytest.mark.parametrize("size", [15, 150])
def test_limits_of_the_title_are_accepted(client, user, ask_data, size):
    client.force_login(user)

    assert client.post(ASK, ask_data | {"title": ("Quel-prix-" * 15)[:size]}).status_code == 302


def test_line_ends_of_browsers_count_once(client, user, ask_data):
    client.force_login(user)

    response = client.post(ASK, ask_data | {"body": "a\r\n" * 4994 + "bb ou chaud !"[:12]})

    assert response.status_code == 302


def test_a_broken_key_is_replaced(client, user, ask_data):
    client.force_login(user)

    assert client.post(ASK, ask_data | {"submission_key": "zzz"}).status_code in (302, 422)


def test_address_prefills_the_form(client, user, space):
    client.force_login(user)

    page = soup(
        client.get(
            ASK,
            {"espace": space.slug, "lots": "42", "energie": "fioul", "periode": "AVANT_1949"},
        )
    )

    assert value(page, "lots") == "42"
    assert value(page, "energy") == "fioul"
    assert value(page, "period") == "AVANT_1949"
    radios = page.find_all("input", attrs={"name": "space"})
    assert {radio["value"] for radio in radios} == {"grenoble", "departement-38", "national"}


@pytest.mark.parametrize("query", [{"espace": "inconnu"}, {"lots": "abc"}, {"energie": "vapeur"}])
def test_nonsense_prefill_is_left_out(client, db, query):
    response = client.get(ASK, query)

    assert response.status_code == 200
    assert value(soup(response), "space") == "national"


def test_territory_of_the_network_is_offered(client, space):
    page = soup(client.get(ASK, {"espace": space.slug}))

    radios = page.find_all("input", attrs={"name": "space"})
    assert {radio["value"] for radio in radios} == {"grenoble", "departement-38", "national"}


def test_similar_questions_are_found_while_typing(client, db):
    close = QuestionFactory(title="Prix du raccordement ?")
    QuestionFactory(title="Bruit de la sous-station", body_html="<p>La nuit.</p>")
    QuestionFactory(hidden=True, title="Prix du raccordement caché ?")
    indexing.rebuild(["questions"])

    found = client.get(
        "/communaute/questions/proches/", {"q": "Quel est le prix d’un raccordement ?"}
    ).json()

    assert found == {
        "results": [{"title": close.title, "url": close.get_absolute_url(), "answers": 0}],
        "guides": [],
        "tags": ["Prix de la chaleur"],
    }


@pytest.mark.parametrize("query", [{}, {"q": "court"}, {"q": "x" * 151}, {"q": "et de la ou"}])
def test_too_little_to_compare_finds_nothing(client, db, query):
    QuestionFactory(title="Un titre court")

    assert client.get("/communaute/questions/proches/", query).json() == {
        "results": [],
        "guides": [],
        "tags": [],
    }


def test_drafts_of_visitors_are_limited(client, ask_data):
    statuses = [client.post(ASK, ask_data).status_code for _ in range(21)]

    assert statuses == [302] * 20 + [429]
