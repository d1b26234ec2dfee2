"""One's own questions and answers, hidden ones included, nobody else's."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communaute.moderation.enums import ContentStatus
from tests.communaute.comptes.factories import UserFactory

from .factories import AnswerFactory, QuestionFactory

pytestmark = pytest.mark.django_db

QUESTIONS = "/communaute/mes-questions/"
ANSWERS = "/communaute/mes-reponses/"


@pytest.fixture
def me(client):
    user = UserFactory()
    client.force_login(user)
    return user


def test_my_questions_with_state_answers_and_link_and_no_one_else_s(client, me, equipe):
    assert "pas encore posé de question" in client.get(QUESTIONS).text
    assert "pas encore répondu" in client.get(ANSWERS).text
    assert f'href="{QUESTIONS}"' in client.get("/mon-compte/").text
    answered = QuestionFactory(author=me, title="Quel prix", answers_count=2)
    hidden = QuestionFactory(author=me, title="Ma pub", hidden=True)
    QuestionFactory(author=me, title="Effacée", status=ContentStatus.DELETED)
    QuestionFactory(title="D’un autre")
    QuestionFactory(title="Masquée d’un autre", hidden=True)
    page = client.get(QUESTIONS)
    assert set(page.context["page_obj"]) == {answered, hidden}
    for part in (
        answered.get_absolute_url(),
        "2 réponses",
        "Masqué<",
        "/moderation/mes-decisions/",
    ):
        assert part in page.text
    client.force_login(equipe)
    assert list(client.get(QUESTIONS).context["page_obj"]) == []


def test_my_answers_the_last_first(client, me):
    old = AnswerFactory(author=me, created_at=timezone.now() - timedelta(days=9))
    new = AnswerFactory(author=me, hidden=True)
    type(old.question).objects.filter(pk=old.question_id).update(accepted_answer=old)
    AnswerFactory()
    page = client.get(ANSWERS)
    assert list(page.context["page_obj"]) == [new, old]
    for part in (old.question.title, f"#reponse-{old.pk}", "Réponse retenue", "Masqué<"):
        assert part in page.text


def test_one_and_thirty_cost_the_same(client, me, django_assert_num_queries):
    first = QuestionFactory(author=me)
    AnswerFactory(author=me, question__space=first.space)
    costs = {}
    for address in (QUESTIONS, ANSWERS):
        client.get(address)
        with CaptureQueriesContext(connection) as one:
            client.get(address)
        assert len(one) <= 8
        costs[address] = len(one)
    QuestionFactory.create_batch(29, author=me, space=first.space)
    AnswerFactory.create_batch(29, author=me, question=first)
    for address, cost in costs.items():
        with django_assert_num_queries(cost):
            page = client.get(address)
        assert len(page.context["page_obj"]) == 20
        assert "Plus de 20" in page.text
        with django_assert_num_queries(cost):
            assert len(client.get(address, {"avant": "fin"}).context["page_obj"]) == 20
        assert client.get(address, {"apres": "abc"}).status_code == 200
