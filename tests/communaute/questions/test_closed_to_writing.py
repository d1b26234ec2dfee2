"""What one may not do is not offered: on a question closed to answers, to who may not write."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from communaute.moderation.enums import SanctionKind
from tests.communaute.moderation.factories import CaseFactory
from tests.communaute.moderation.test_measures import sanctioned

from .factories import AnswerFactory, QuestionFactory

pytestmark = pytest.mark.django_db


def page(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser")


def offered(client, question, answer):
    """Whether one may quote, comment, say useful."""
    shown = page(client, question.get_absolute_url())
    return (
        bool(shown.find("a", attrs={"data-quote": True})),
        bool(shown.select('a[href$="#commenter"]')),
        bool(shown.find("form", action=f"/communaute/reponses/{answer.pk}/utile/")),
    )


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_locked_question_offers_neither_to_quote_nor_to_comment(client, user, signed_in):
    opened, locked = QuestionFactory(), QuestionFactory(locked_at=timezone.now())
    if signed_in:
        client.force_login(user)

    # Said useful all the same.
    assert offered(client, opened, AnswerFactory(question=opened)) == (True, True, signed_in)
    assert offered(client, locked, AnswerFactory(question=locked)) == (False, False, signed_in)


@pytest.mark.parametrize("signed_in", [True, False])
def test_the_answer_page_of_a_locked_question_says_so_before_any_form(client, user, signed_in):
    question = QuestionFactory(locked_at=timezone.now())
    address = f"/communaute/questions/{question.pk}/repondre/"
    if signed_in:
        client.force_login(user)

    response = client.get(address)

    shown = BeautifulSoup(response.content, "html.parser").find("main")
    assert response.status_code == 409
    assert "fermé" in shown.get_text()
    assert not shown.find("textarea")
    assert shown.find("a", href=question.get_absolute_url())
    # A text sent as it closed is given back, and nobody signs in for nothing.
    text = "Chez nous, 1 100 € par lot, aides déduites, en 2023."
    sent = client.post(address, {"body": text, "submission_key": str(uuid.uuid4())})
    assert sent.status_code == 409
    assert text in sent.content.decode()


@pytest.mark.parametrize("kind", [SanctionKind.READ_ONLY, SanctionKind.SUSPENSION])
def test_who_may_not_write_is_offered_neither_to_quote_nor_to_say_useful(client, user, kind):
    question = QuestionFactory()
    answer = AnswerFactory(question=question)
    client.force_login(user)
    assert offered(client, question, answer) == (True, True, True)
    sanctioned(kind, case=CaseFactory(content=AnswerFactory(author=user)))

    assert offered(client, question, answer) == (False, False, False)
    assert not page(client, question.get_absolute_url()).find("textarea")
