from datetime import timedelta

import pytest
from django.utils import timezone

from communaute.questions.models import Question
from socle.public_pages import touch_public_pages
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.acts import soup
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory, SpaceFactory

pytestmark = pytest.mark.django_db

HOME = "/communaute/"


@pytest.mark.parametrize(("signed_in", "budget"), [(False, 2), (True, 7)])
def test_a_list_asks_the_same_whatever_its_length(
    client, national, django_assert_num_queries, django_assert_max_num_queries, signed_in, budget
):
    QuestionFactory(space=national)
    if signed_in:
        client.force_login(UserFactory())
    for address in (HOME, national.get_absolute_url()):
        client.get(address)
        with django_assert_max_num_queries(budget + 1) as few:
            client.get(f"{address}?x=1")
        QuestionFactory.create_batch(3, space=national)
        with django_assert_num_queries(len(few)):
            client.get(f"{address}?x=2")


def test_a_line_follows_all_that_it_says(client, national):
    client.force_login(UserFactory())
    question = QuestionFactory(space=national, title="Un premier titre")
    read = []
    for values in (
        {"title": "Un second titre"},
        {"answers_count": 3},
        {"last_activity_at": timezone.now() - timedelta(days=400)},
        {"accepted_answer": AnswerFactory(question=question)},
    ):
        Question.objects.filter(pk=question.pk).update(**values)
        page = soup(client.get(f"{HOME}?x={len(read)}"))
        read.append(str(page.select_one(".cu-question-line")))
    assert len(set(read)) == 4
    assert "Un second titre" in read[0]
    assert "3 réponses" in read[1]
    assert "il y a 1\u202fan" in read[2] or "il y a 1\xa0an" in read[2]
    assert "Réponse retenue" in read[3]


def test_the_spaces_kept_beside_the_list_follow_the_public_version(
    client, national, django_capture_on_commit_callbacks
):
    client.force_login(UserFactory())
    client.get(HOME)
    SpaceFactory(title="Un espace tout neuf", questions_count=50)
    assert "Un espace tout neuf" not in client.get(HOME).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        touch_public_pages()
    assert "Un espace tout neuf" in client.get(HOME).content.decode()
