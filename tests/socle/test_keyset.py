"""Lists read by keys: every row once, in order, whatever the direction and the equalities."""

import struct
from base64 import urlsafe_b64encode
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communaute.questions.models import Answer, Question
from communaute.questions.reading.lists import LATEST, MOST_USEFUL, THREAD, WRITTEN
from socle.keyset import Cursor, PlaceForm
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory, SpaceFactory

pytestmark = pytest.mark.django_db

SIZE = 3


@pytest.fixture
def questions(db):
    """Eleven, of which many have the same votes, and some the same moment."""
    moment = timezone.now()
    space = SpaceFactory()
    for rank in range(11):
        QuestionFactory(
            space=space,
            useful_count=rank % 3,
            last_activity_at=moment - timedelta(days=rank // 4),
        )
    return Question.objects.all()


@pytest.fixture
def answers(db):
    question = QuestionFactory()
    for rank in range(11):
        one = AnswerFactory(question=question, useful_count=rank % 3)
        moment = question.created_at + timedelta(minutes=rank // 4)
        Answer.objects.filter(pk=one.pk).update(created_at=moment)
    return Answer.objects.filter(question=question)


def walk(keyset, rows, direction):
    """The pages from one end to the other."""
    page = keyset.page(rows, Cursor(before="fin" if direction == "previous" else ""), size=SIZE)
    pages = [list(page)]
    while cursor := getattr(page, f"{direction}_cursor"):
        place = Cursor(after=cursor) if direction == "next" else Cursor(before=cursor)
        page = keyset.page(rows, place, size=SIZE)
        pages.append(list(page))
    return pages


@pytest.mark.parametrize(
    ("keyset", "source"),
    [
        (LATEST, "questions"),
        (MOST_USEFUL, "questions"),
        (THREAD, "answers"),
        (WRITTEN, "answers"),
    ],
)
def test_every_row_once_in_order_in_both_directions(request, keyset, source):
    rows = request.getfixturevalue(source)
    wanted = list(rows.order_by(*keyset.order))
    forwards = walk(keyset, rows, "next")
    assert [row for page in forwards for row in page] == wanted
    backwards = walk(keyset, rows, "previous")
    # Near the beginning, the first page is shown whole: some of its rows were seen already.
    assert backwards[-1] == wanted[:SIZE]
    assert [row for page in backwards[:-1][::-1] for row in page] == wanted[-SIZE * 3 :]


def test_a_page_may_begin_with_a_row(answers):
    wanted = list(answers.order_by(*THREAD.order))
    page = THREAD.page_from(answers, wanted[4], size=SIZE)
    assert (list(page), page.has_previous, page.has_next) == (wanted[4:7], True, True)
    assert not THREAD.page_from(answers, wanted[-1], size=SIZE).has_next


def test_a_place_whose_rows_are_gone_is_the_beginning(questions):
    wanted = list(questions.order_by(*LATEST.order))
    after_the_last = Cursor(after=LATEST.cursor(wanted[-1]))
    before_the_first = Cursor(before=LATEST.cursor(wanted[0]))
    for place in (after_the_last, before_the_first):
        assert list(LATEST.page(questions, place, size=SIZE)) == wanted[:SIZE]


def _packed(*numbers):
    return urlsafe_b64encode(struct.pack(f">{len(numbers)}q", *numbers)).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        *["", "abc", "fin", "é", "=", "\x00"],
        *[_packed(1), _packed(1, 2, 3), _packed(-1, 2), _packed(2**63 - 1, 2), _packed(1, -2)],
    ],
)
def test_what_is_no_cursor_is_the_beginning(questions, cursor):
    wanted = list(questions.order_by(*LATEST.order)[:SIZE])
    assert list(LATEST.page(questions, Cursor(after=cursor), size=SIZE)) == wanted
    assert PlaceForm({"apres": "x" * 65}).place() == Cursor()


@pytest.mark.parametrize("keyset", [LATEST, MOST_USEFUL])
def test_the_largest_values_are_read(questions, keyset):
    top = (2**63 - 1,) if keyset is MOST_USEFUL else ()
    cursor = _packed(*top, 253_402_300_799_999_999, 2**63 - 1)
    assert len(keyset.page(questions, Cursor(after=cursor), size=SIZE)) == SIZE


def test_a_deep_page_costs_one_query_and_reads_its_index(questions):
    last = questions.order_by(*MOST_USEFUL.order)[7]
    with CaptureQueriesContext(connection) as seen:
        MOST_USEFUL.page(questions, Cursor(after=MOST_USEFUL.cursor(last)), size=2)
    assert len(seen) == 1
    assert "OFFSET" not in seen[0]["sql"]
    assert "COUNT" not in seen[0]["sql"]
