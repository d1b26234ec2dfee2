import re
import uuid

import pytest
from django.test import Client

from communaute.questions.models import Answer, Question
from tests.communaute.comptes.factories import UserFactory

from .acts import soup
from .factories import AnswerFactory, QuestionFactory

BODY = "Chez nous, 1 100 € par lot, aides déduites, en 2023."


@pytest.fixture
def question(db):
    return QuestionFactory()


def address(question):
    return f"/communaute/questions/{question.pk}/repondre/"


def data(**fields):
    return {"body": BODY, "submission_key": str(uuid.uuid4())} | fields


def test_the_box_of_the_question_page_publishes_and_the_answer_lands_at_its_place(
    client, user, question
):
    client.force_login(user)
    form = soup(client.get(question.get_absolute_url())).find("form", action=address(question))
    fields = {field["name"]: field.get("value", "") for field in form.find_all("input")}

    response = client.post(address(question), fields | {"body": BODY}, follow=True)

    answer = Answer.objects.get()
    assert answer.author == user
    assert response.redirect_chain[0][0].endswith(f"#reponse-{answer.pk}")
    said = "Merci. Votre réponse est publiée, et la personne qui a posé la question est prévenue."
    assert said in response.text
    assert soup(response).find(id=f"reponse-{answer.pk}")


def test_text_is_kept_across_sign_in_and_a_stale_token(client, user, question):
    response = client.post(address(question), data())

    assert response.status_code == 302
    assert response["Location"].endswith(f"?next={address(question)}")
    client.force_login(user)
    assert soup(client.get(address(question))).textarea.get_text().strip() == BODY

    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    response = browser.post(address(question), data())

    assert response.status_code == 403
    assert soup(response).textarea.get_text().strip() == BODY
    assert not Answer.objects.exists()


@pytest.mark.parametrize("body", ["", "court", "b" * 10_001, "🔥" * 30])
def test_bad_text_is_said_and_kept(client, user, question, body):
    client.force_login(user)

    response = client.post(address(question), data(body=body))

    assert response.status_code == 422
    page = soup(response)
    assert page.textarea.get_text().strip() == body
    assert page.select_one("#erreurs a[href='#id_body']")


def test_name_is_asked_in_the_box(client, question):
    nameless = UserFactory(display_name="")
    client.force_login(nameless)

    assert soup(client.get(question.get_absolute_url())).find(attrs={"name": "display_name"})
    client.post(address(question), data(display_name="Jean D."))

    assert Answer.objects.get().author.display_name == "Jean D."


def test_hidden_question_is_not_found_and_gives_the_answer_back(client, user):
    hidden = QuestionFactory(hidden=True)
    client.force_login(user)

    assert client.get(address(hidden)).status_code == 404
    kept = client.post(address(hidden), data())
    assert kept.status_code == 409
    assert data()["body"] in kept.text
    assert hidden.title not in kept.text


def test_page_for_visitors_has_no_token_and_is_never_cached(client, question):
    response = client.get(address(question))

    assert b"csrfmiddlewaretoken" not in response.content
    assert not response.cookies
    keys = {soup(client.get(address(question))).find(attrs={"name": "submission_key"})["value"]}
    keys.add(soup(response).find(attrs={"name": "submission_key"})["value"])
    assert len(keys) == 2


def test_asker_accepts(client, question):
    answer = AnswerFactory(question=question)
    client.force_login(question.author)

    response = client.post(f"/communaute/reponses/{answer.pk}/retenir/", follow=True)

    assert Question.objects.get().accepted_answer == answer
    assert "Réponse retenue" in soup(response).select_one(".cu-answer--accepted").get_text()


def test_an_answer_is_quoted_after_what_was_begun(client, user, question):
    cited = AnswerFactory(
        question=question, author__display_name="Léa P.", body_html="<p>Oui.</p>\n<p>En 2023.</p>"
    )
    hidden = AnswerFactory(question=question, hidden=True, body_html="<p>Masqué.</p>")
    client.force_login(user)
    link = soup(client.get(question.get_absolute_url())).find("a", href=re.compile("citer"))

    text = soup(client.get(link["href"])).textarea.get_text().strip("\n")

    assert link["href"].endswith(f"?citer={cited.pk}")
    assert text == "> **Léa P.** :\n>\n> Oui.\n>\n> En 2023."
    for other in (hidden.pk, AnswerFactory().pk, "x", 2**70):
        page = soup(client.get(f"{address(question)}?citer={other}"))
        assert page.textarea.get_text().strip() == ""
