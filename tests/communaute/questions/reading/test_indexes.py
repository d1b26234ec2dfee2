"""Each list and thread is read from an index, in its order: no scan of the table, no sort."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from communaute.questions.models import Answer, Question
from communaute.questions.reading.lists import LATEST, MOST_USEFUL, THREAD, WRITTEN
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.factories import AnswerFactory

pytestmark = pytest.mark.django_db


def listed(**filters):
    return lambda answer: Question.objects.published().filter(**filters)


def in_its_space(**filters):
    return lambda answer: Question.objects.published().filter(
        space=answer.question.space_id, **filters
    )


def mine(answer):
    return Question.objects.visible_to(answer.author).filter(author=answer.author)


def answered(answer):
    return Answer.objects.visible_to(answer.author).filter(author=answer.author)


def in_thread(**traits):
    def rows(answer):
        reader = UserFactory(**traits) if traits else AnonymousUser()
        return Answer.objects.visible_to(reader).filter(question=answer.question_id)

    return rows


READ = [
    pytest.param(LATEST, listed(), id="latest"),
    pytest.param(LATEST, listed(answers_count=0), id="unanswered"),
    pytest.param(MOST_USEFUL, listed(), id="useful"),
    pytest.param(LATEST, in_its_space(), id="space-latest"),
    pytest.param(LATEST, in_its_space(answers_count=0), id="space-unanswered"),
    pytest.param(MOST_USEFUL, in_its_space(), id="space-useful"),
    pytest.param(LATEST, mine, id="mine"),
    pytest.param(WRITTEN, answered, id="answered"),
    pytest.param(THREAD, in_thread(), id="thread"),
    pytest.param(THREAD, in_thread(agence=True), id="thread-agency"),
    pytest.param(THREAD, in_thread(equipe=True), id="thread-team"),
]


@pytest.mark.parametrize(("keyset", "rows"), READ)
@pytest.mark.parametrize("deep", [False, True])
def test_read_from_an_index_in_order(keyset, rows, deep):
    answer = AnswerFactory()
    found = [rows(answer).order_by(*keyset.order)]
    if deep:
        row = answer if found[0].model is Answer else answer.question
        found = keyset.parts(found[0], keyset._values(row))
    for part in found:
        plan = explain(part.only("pk")[:21])
        assert "SORT" not in plan, plan
        assert "TEMP B-TREE" not in plan, plan
        for line in plan.splitlines():
            if "QUESTIONS_QUESTION" in line or "QUESTIONS_ANSWER" in line:
                assert "INDEX" in line, plan


def test_whether_one_wrote_in_a_thread_is_read_from_an_index():
    """Which of its indexes PostgreSQL takes depends on what the tests before left in them: there,
    one index at least, and this one exists."""
    answer = AnswerFactory()
    mine = Answer.objects.filter(question=answer.question, author=answer.author)
    plan = explain(mine.values("pk").order_by())
    assert ("ANSWER_OF" if connection.vendor == "sqlite" else "INDEX") in plan, plan
    with connection.cursor() as cursor:
        known = connection.introspection.get_constraints(cursor, Answer._meta.db_table)
    assert known["answer_of"]["columns"] == ["question_id", "author_id"]


def explain(rows):
    if connection.vendor == "postgresql":
        # A table of one row is read whole: the question is whether it can be otherwise.
        with connection.cursor() as cursor:
            for name in ("seqscan", "bitmapscan", "sort"):
                cursor.execute(f"SET LOCAL enable_{name} = off")
    return rows.explain().upper()
