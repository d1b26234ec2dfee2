"""What one may not do is not offered: on a question closed to answers, to who may not write."""

import uuid

import pytest
from django.utils import timezone

from communaute.moderation.enums import SanctionKind
from tests.communaute.moderation.factories import CaseFactory
from tests.communaute.moderation.test_measures import sanctioned

from .acts import SAID, soup
from .factories import AnswerFactory, QuestionFactory

pytestmark = pytest.mark.django_db


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
