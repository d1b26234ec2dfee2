"""A page deep in a list costs what the first one does: as many queries, as many blocks read."""

import json
import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communaute.questions.models import Answer, Question
from communaute.questions.reading.lists import LATEST, MOST_USEFUL, THREAD, WRITTEN
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory, SpaceFactory

pytestmark = pytest.mark.django_db

ROWS, PAGE = (600 if connection.vendor == "postgresql" else 60), 20
# Blocks of a page read twice for nothing: from one leaf of an index to the next.
SLACK = 3


@pytest.fixture
def space():
    """A space of many questions, beside another one: what is read of a space is its own."""
    spaces, author, now = SpaceFactory.create_batch(2), UserFactory(), timezone.now()
    one = QuestionFactory.build(space=spaces[0], author=author)
    Question.objects.bulk_create(
        Question(
            space=space,
            author=author,
            title=f"Combien coûte le raccordement, n° {place} ?",
            body=one.body,
            body_html=one.body_html,
            commune_id=space.commune_id,
            departement_id=space.departement_id,
            submission_key=uuid.uuid4(),
            created_at=now,
            last_activity_at=now - timedelta(minutes=place),
            useful_count=place % 3,
        )
        for space in spaces
        for place in range(ROWS)
    )
    return spaces[0]


@pytest.fixture
def question():
    """A question of many answers, most of which nobody said useful."""
    first = AnswerFactory()
    now = timezone.now()
    Answer.objects.bulk_create(
        Answer(
            question=first.question,
            author=first.author,
            body=first.body,
            body_html=first.body_html,
            commune_id=first.commune_id,
            departement_id=first.departement_id,
            submission_key=uuid.uuid4(),
            created_at=now + timedelta(minutes=place),
            useful_count=int(place % 50 == 0),
        )
        for place in range(ROWS)
    )
    Question.objects.filter(pk=first.question_id).update(answers_count=ROWS + 1)
    return first.question


def deep(keyset, rows):
    """A row beyond nine tenths of the list."""
    return rows.order_by(*keyset.order)[ROWS * 9 // 10]


def test_a_list_asks_no_more_of_the_database(client, space):
    rows = Question.objects.published().filter(space=space)
    place = f"{space.get_absolute_url()}?apres={LATEST.cursor(deep(LATEST, rows))}"
    for is_signed_in in (False, True):
        if is_signed_in:
            client.force_login(UserFactory())
        first = _queries(client, space.get_absolute_url())
        assert _queries(client, place) <= first, is_signed_in


@pytest.mark.usefixtures("trusted")
def test_a_thread_asks_one_question_more_at_most(client, question):
    answers = Answer.objects.published().filter(question=question)
    near, far = (
        f"{question.get_absolute_url()}?apres={THREAD.cursor(row)}"
        for row in (answers.order_by(*THREAD.order)[19], deep(THREAD, answers))
    )
    for is_signed_in in (False, True):
        if is_signed_in:
            client.force_login(UserFactory())
        assert _queries(client, far) <= _queries(client, near) + 1, is_signed_in


def _queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(f"{address}{'&' if '?' in address else '?'}x=1")
    assert response.status_code == 200
    assert not any("OFFSET" in one["sql"] for one in captured)
    return len(captured)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL dit ce qu’il lit")
@pytest.mark.parametrize(
    ("keyset", "source"),
    [(LATEST, "space"), (MOST_USEFUL, "space"), (THREAD, "question"), (WRITTEN, "question")],
    ids=["latest", "useful", "thread", "written"],
)
def test_the_database_reads_no_more(request, keyset, source):
    about = request.getfixturevalue(source)
    if source == "space":
        rows = Question.objects.published().filter(space=about)
    elif keyset is WRITTEN:
        rows = Answer.objects.filter(author=Answer.objects.filter(question=about).first().author)
    else:
        rows = Answer.objects.published().filter(question=about)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE questions_question, questions_answer")
        # A few hundred rows are soon sorted: what counts is how it reads many.
        for name in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{name} = off")
    first = _blocks(rows.order_by(*keyset.order)[: PAGE + 1])
    beyond = keyset.parts(rows, keyset._values(deep(keyset, rows)))[0]
    assert _blocks(beyond[: PAGE + 1]) <= first * 1.3 + SLACK


def _blocks(rows):
    """Blocks of the database that a query reads, in memory or on disk."""
    plan = rows.explain(format="json", analyze=True, buffers=True)
    top = json.loads(plan)[0]["Plan"]
    return top["Shared Hit Blocks"] + top["Shared Read Blocks"]


# --- Each is read from an index, in its order: no scan of the table, no sort ----------------------


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


UNANSWERED = {"first_answer_at": None, "accepted_answer": None}
READ = [
    pytest.param(LATEST, listed(), id="latest"),
    pytest.param(LATEST, listed(**UNANSWERED), id="unanswered"),
    pytest.param(MOST_USEFUL, listed(), id="useful"),
    pytest.param(LATEST, in_its_space(), id="space-latest"),
    pytest.param(LATEST, in_its_space(**UNANSWERED), id="space-unanswered"),
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
