"""Two clicks at the very same moment, each in a transaction of its own.

The in-memory SQLite of the tests cannot be written by two threads; there, transactions are
IMMEDIATE, hence one after the other (see settings), and PostgreSQL runs this for real.
"""

import io
import threading
import uuid

import pytest
from django.core.management import call_command
from django.db import connections

from communaute.comptes.models import User
from communaute.questions.asking.drafts import keep_draft
from communaute.questions.counters import drifting_answers, drifting_questions
from communaute.questions.effects import mark_useful
from communaute.questions.errors import QuestionNotAllowed, TooSoon
from communaute.questions.models import Draft, Question, Space
from communaute.questions.revisions.moves import move_question
from communaute.questions.revisions.withdrawals import put_back, withdraw
from communaute.questions.services import accept_answer
from socle.search import indexer
from tests.commits import committing
from tests.communaute.questions.acts import SAID, ask, comment, reply

pytestmark = pytest.mark.usefixtures("trusted")


@pytest.fixture
def db(django_db_setup, django_db_blocker):
    """The library's without its transaction; under this name, even alone in a run, these tests
    get the test database, never the true one."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def people(db):
    """Two people and a space, committed; removed afterwards, without emptying the database."""
    with committing():
        space = Space.objects.create(kind="territoire", slug="concurrence", title="Concurrence")
        users = [
            User.objects.create_user(f"{name}@example.org", display_name=name)
            for name in ("un", "deux")
        ]
        yield space, users


@pytest.fixture
def crowd(people):
    """Twenty-five more people, committed."""
    return [
        User.objects.create_user(f"foule-{number}@example.org", display_name=f"Personne {number}")
        for number in range(25)
    ]


def at_once(*calls):
    """Run the calls together; returns what each gave, or the error it raised."""
    gate = threading.Barrier(len(calls))
    results = [None] * len(calls)

    def run(place, call):
        gate.wait()
        try:
            results[place] = call()
        except Exception as error:  # noqa: BLE001
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def act(call, user, **values):
    """What this person does in a request of their own."""
    return lambda: call(actor=User.objects.get(pk=user.pk), **values)


def test_a_double_click_stores_one_and_two_questions_do_not_slip_under_the_pace(people):
    space, (user, other) = people
    form = {"space": space, "submission_key": uuid.uuid4()}

    first, second = at_once(*[act(ask, user, **form)] * 2)

    assert first == second
    assert Question.objects.filter(space=space).count() == 1
    space.refresh_from_db()
    assert space.questions_count == 1
    results = at_once(
        act(ask, other, space=space),
        act(ask, other, space=space, title="Une tout autre question ?"),
    )
    assert sorted(type(result).__name__ for result in results) == ["Question", TooSoon.__name__]


def test_two_answers_at_once_make_one_first_answer(people):
    space, (asker, answerer) = people
    question = ask(asker, space)

    own, other = at_once(*[act(reply, user, question=question) for user in (asker, answerer)])

    question.refresh_from_db()
    assert question.answers_count == 2
    assert question.first_answer_at == other.created_at
    assert own.pk != other.pk


def test_thirty_acts_at_once_leave_exact_counters(people, crowd):
    """Votes, answers, choices and withdrawals on one question: nobody waits for ever, no count is
    lost."""
    space, (asker, _) = people
    question = ask(asker, space)
    first = [reply(question, user) for user in crowd[:5]]
    voted, kept, leaving = first[0], first[:2], first[2:]

    answers = [act(reply, user, question=question) for user in crowd[5:15]]
    votes = [act(mark_useful, user, answer=voted) for user in crowd[15:]]
    choices = [act(accept_answer, asker, answer=answer) for answer in (*first, *kept)]
    gone = [act(withdraw, answer.author, content=answer) for answer in leaving]

    results = at_once(*answers, *votes, *choices, *gone)

    refused = [one for one in results if isinstance(one, Exception)]
    assert {type(error) for error in refused} <= {QuestionNotAllowed}
    question.refresh_from_db()
    assert (question.answers_count, question.useful_count) == (12, len(votes))
    assert question.accepted_answer is None or question.accepted_answer.is_published
    assert drifting_questions() == []
    assert drifting_answers() == []
    back = [act(put_back, answer.author, content=answer) for answer in leaving]
    assert not any(isinstance(one, Exception) for one in at_once(*back))
    assert drifting_questions() == []
    question.refresh_from_db()
    assert question.answers_count == 15


def test_what_moves_is_written_and_begun_at_once_leaves_exact_counters(people, crowd):
    """Moves, answers that bring the same new words, comments, votes and drafts, on two questions:
    no count is lost, and the search knows both as they are."""
    space, (asker, other) = people
    spaces = [space] + [
        Space.objects.create(kind="territoire", slug=f"concurrence-{n}", title=f"Espace {n}")
        for n in (1, 2)
    ]
    questions = [
        ask(user, space, title=f"Combien coûte le raccordement de {n} lots ?")
        for n, user in ((10, asker), (20, other))
    ]
    voted = reply(questions[0], crowd[0])
    new_words = f"{SAID} Zinguerie, hourdis, chevêtre, lambourde."
    form = uuid.uuid4()

    acts = [
        act(move_question, question.author, question=question, space=place)
        for question in questions
        for place in spaces
    ]
    acts += [
        act(reply, user, question=questions[place % 2], body=new_words)
        for place, user in enumerate(crowd[1:9])
    ]
    acts += [act(comment, user, about=voted, body="Merci, chevêtre !") for user in crowd[9:14]]
    acts += [act(mark_useful, user, answer=voted) for user in crowd[14:19]]
    acts += [
        act(keep_draft, crowd[20], form_key=form, data={"title": f"Un début, {n}"})
        for n in range(6)
    ]

    results = at_once(*acts)

    assert len(acts) == 30
    assert [one for one in results if isinstance(one, Exception)] == []
    call_command("sync_counters", check=True, stdout=io.StringIO())
    assert [question.answers.count() for question in questions] == [5, 4]
    voted.refresh_from_db()
    assert (voted.comments_count, voted.useful_count) == (5, 5)
    assert Draft.objects.get(user=crowd[20]).version == 6
    keys = {question.pk for question in questions}
    wrong = [one for one in indexer.differences() if one.source == "questions"]
    assert [one for one in wrong if one.pk in keys] == []
