from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from communaute.questions.counters import (
    drifting_questions,
    first_answer_at,
)
from communaute.questions.models import Question, Space

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


@pytest.mark.parametrize(
    ("model", "name", "wrong"),
    [
        (Question, "answers_count", 9),
        (Question, "first_answer_at", None),
        (Question, "last_activity_at", datetime(2026, 1, 1, tzinfo=UTC)),
        (Space, "questions_count", 7),
    ],
)
def test_a_wrong_figure_fails_the_check_and_is_repaired(question, model, name, wrong):
    assert "justes" in run("--check")
    rows = model.objects.filter(pk=question.pk if model is Question else question.space_id)
    before = rows.values().get()
    rows.update(**{name: wrong})

    with pytest.raises(CommandError):
        run("--check")
    run()

    assert rows.values().get() == before
    assert "justes" in run("--check")


@pytest.mark.parametrize("answered", [True, False])
def test_the_asker_who_closed_their_account_has_not_answered_themself(db, answered):
    question = QuestionFactory()
    AnswerFactory(question=question, author=question.author)
    if answered:
        AnswerFactory(question=question, author=None)
    question.refresh_from_db()
    before = question.first_answer_at
    assert (before is not None) == answered
    question.author.delete()
    assert drifting_questions() == []
    question.refresh_from_db()
    assert first_answer_at(question) == before
