from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from communaute.moderation.enums import ContentStatus
from communaute.questions.counters import (
    drifting_questions,
    first_answer_at,
    question_status_changed,
)
from communaute.questions.models import Question, Space
from tests.communaute.moderation.states import put_in_state

from .factories import AnswerFactory, QuestionFactory


def run(*arguments):
    output = StringIO()
    call_command("sync_counters", *arguments, stdout=output)
    return output.getvalue()


@pytest.fixture
def question(db):
    question = QuestionFactory()
    AnswerFactory(question=question, author=question.author)
    AnswerFactory.create_batch(2, question=question)
    AnswerFactory(question=question, hidden=True)
    QuestionFactory(space=question.space, hidden=True)
    question.refresh_from_db()
    return question


def test_right_counters_pass_the_check(question):
    assert "justes" in run("--check")


@pytest.mark.parametrize(
    "fields",
    [
        {"answers_count": 9},
        {"first_answer_at": None},
        {"last_activity_at": datetime(2026, 1, 1, tzinfo=UTC)},
    ],
)
def test_wrong_question_fails_the_check_and_is_repaired(question, fields):
    names = ("answers_count", "first_answer_at", "last_activity_at")
    before = [getattr(question, name) for name in names]
    Question.objects.filter(pk=question.pk).update(**fields)

    with pytest.raises(CommandError):
        run("--check")
    run()

    question.refresh_from_db()
    assert [getattr(question, name) for name in names] == before
    assert "justes" in run("--check")


def test_wrong_space_fails_the_check_and_is_repaired(question):
    Space.objects.filter(pk=question.space_id).update(questions_count=7)

    with pytest.raises(CommandError):
        run("--check")
    run()

    assert Space.objects.get(pk=question.space_id).questions_count == 1


def test_hiding_and_restoring_moves_the_space(question):
    put_in_state(question, ContentStatus.HIDDEN)
    question_status_changed(question, ContentStatus.PUBLISHED, ContentStatus.HIDDEN)
    assert Space.objects.get(pk=question.space_id).questions_count == 0
    assert "justes" in run("--check")

    put_in_state(question, ContentStatus.PUBLISHED)
    question_status_changed(question, ContentStatus.HIDDEN, ContentStatus.PUBLISHED)
    assert Space.objects.get(pk=question.space_id).questions_count == 1


def test_answers_of_deleted_accounts_count_as_somebody_else(question):
    question.answers.update(author=None)
    run()

    question.refresh_from_db()
    assert question.first_answer_at == question.answers.order_by("created_at")[0].created_at


@pytest.mark.django_db
@pytest.mark.parametrize("answered", [True, False])
def test_the_asker_who_closed_their_account_has_not_answered_themself(answered):
    question = QuestionFactory()
    AnswerFactory(question=question, author=question.author)
    if answered:
        AnswerFactory(question=question)
    question.refresh_from_db()
    before = question.first_answer_at
    assert (before is not None) == answered
    question.author.delete()
    assert drifting_questions() == []
    question.refresh_from_db()
    assert first_answer_at(question) == before
