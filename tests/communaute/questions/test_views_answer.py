import re
import uuid

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communaute.comptes.models import User
from communaute.moderation.enums import SanctionKind
from communaute.questions.models import Answer, Question
from communaute.questions.search import index_question
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory
from tests.communaute.moderation.test_measures import sanctioned
from tests.communaute.questions.acts import SAID, soup
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted")]

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


def test_who_closes_their_account_is_neither_said_told_nor_said_a_reader(client, user, question):
    User.objects.filter(pk=question.author_id).update(is_active=False)
    client.force_login(user)
    for page in (question.get_absolute_url(), address(question)):
        assert "lira : tout le monde." in client.get(page).text.replace("\u00a0", " ")
    told = client.post(address(question), data(), follow=True).text
    assert "Votre réponse est publiée." in told
    assert "est prévenue" not in told


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
    chosen = soup(response).select_one(".cu-answer--accepted")
    assert "Réponse retenue" in chosen.get_text()

    # By mistake: its own button takes it back.
    form = chosen.select_one(f"form[action='/communaute/reponses/{answer.pk}/retenir/']")
    sent = {field["name"]: field["value"] for field in form.select("input[name=retirer]")}
    response = client.post(form["action"], sent, follow=True)

    assert Question.objects.get().accepted_answer is None
    assert "n’est plus retenue" in response.content.decode()
    assert not soup(response).select(".cu-answer--accepted")


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


# Statements of a whole request, transactions and savepoints apart; one reads whether the asker is
# told, for who answers reads so.
BUDGET = 35


def test_an_answer_costs_a_known_number_of_statements(client):
    question = QuestionFactory()
    index_question(question.pk)
    # Read once in a process, whichever test comes first there.
    ContentType.objects.get_for_model(Answer)
    client.force_login(UserFactory())
    posted = {
        "body": "Chez nous le chantier a duré trois semaines, sans coupure.",
        "submission_key": str(uuid.uuid4()),
    }
    with CaptureQueriesContext(connection) as seen:
        response = client.post(f"/communaute/questions/{question.pk}/repondre/", posted)
    assert response.status_code == 302
    beside = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    statements = [one["sql"] for one in seen if not one["sql"].startswith(beside)]
    assert len(statements) <= BUDGET
    # Who answers is looked up once, and so are the files of the form, even without any.
    once = ('FROM "coproprietes_ambassadeur" INNER', '"questions_attachment"')
    assert [sum(part in one for one in statements) for part in once] == [1, 1]


# --- What one may not do is not offered -----------------------------------------------------------


def offered(client, question, answer):
    """Whether one may quote, comment, say useful."""
    shown = soup(client.get(question.get_absolute_url()))
    return (
        bool(shown.find("a", attrs={"data-quote": True})),
        bool(shown.select('a[href$="#commenter"]')),
        bool(shown.find("form", action=f"/communaute/reponses/{answer.pk}/utile/")),
    )


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_locked_question_takes_nothing_and_its_answer_page_says_so_before_any_form(
    client, user, signed_in
):
    opened, locked = QuestionFactory(), QuestionFactory(locked_at=timezone.now())
    if signed_in:
        client.force_login(user)
    # Said useful all the same.
    assert offered(client, opened, AnswerFactory(question=opened)) == (True, True, signed_in)
    assert offered(client, locked, AnswerFactory(question=locked)) == (False, False, signed_in)

    address = f"/communaute/questions/{locked.pk}/repondre/"
    response = client.get(address)

    shown = soup(response).main
    assert response.status_code == 409
    assert "fermé" in shown.get_text()
    assert not shown.find("textarea")
    assert shown.find("a", href=locked.get_absolute_url())
    # A text sent as it closed is given back, and nobody signs in for nothing.
    sent = client.post(address, {"body": SAID, "submission_key": str(uuid.uuid4())})
    assert sent.status_code == 409
    assert SAID in sent.text


@pytest.mark.parametrize("kind", [SanctionKind.READ_ONLY, SanctionKind.SUSPENSION])
def test_who_may_not_write_is_offered_neither_to_quote_nor_to_say_useful(client, user, kind):
    question = QuestionFactory()
    answer = AnswerFactory(question=question)
    client.force_login(user)
    assert offered(client, question, answer) == (True, True, True)
    sanctioned(kind, case=CaseFactory(content=AnswerFactory(author=user)))

    assert offered(client, question, answer) == (False, False, False)
    assert not soup(client.get(question.get_absolute_url())).find("textarea")


def test_who_asked_is_not_said_to_read_themselves(client):
    question = QuestionFactory()
    for reader, is_said in ((question.author, False), (UserFactory(), True)):
        client.force_login(reader)
        page = client.get(f"/communaute/questions/{question.pk}/repondre/").text
        assert "tout le monde" in page
        assert ("qui a posé la question, puis" in page) is is_said
