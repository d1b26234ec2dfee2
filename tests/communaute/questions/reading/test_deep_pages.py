"""A page deep in a list costs what the first one does: as many queries, as many blocks read."""

import json
import uuid
from datetime import timedelta

import pytest
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
