from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.models import Value
from django.test.utils import CaptureQueriesContext

from communaute.questions.models import Answer, Question
from socle.sharing.prepared import LENGTHS, MANY, TEXTS, Prepared
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory

pytestmark = pytest.mark.django_db


def test_the_same_query_is_asked_with_other_keys():
    made = []

    def of_question(pk, author):
        made.append(pk)
        rows = Answer.objects.filter(question=pk, author=author).order_by("pk")
        return rows.annotate(mark=Value("vu")).values("pk", "created_at", "mark")

    prepared = Prepared(of_question, int, int)
    one, other = AnswerFactory(), AnswerFactory()
    for answer in (one, other, one):
        with CaptureQueriesContext(connection) as seen:
            found = prepared.rows(answer.question_id, answer.author_id)
        assert found == [{"pk": answer.pk, "created_at": answer.created_at, "mark": "vu"}]
        assert len(seen) == 1
    assert prepared.first(one.question_id, other.author_id) is None
    assert len(made) == 1


def test_objects_come_with_what_the_query_joins_adds_and_prefetches(django_assert_num_queries):
    answer = AnswerFactory()
    asker = answer.question.author

    def of_question(pk):
        rows = Question.objects.filter(pk=pk).select_related("author").defer("body")
        return rows.annotate(mark=Value("vu")).prefetch_related("answers")

    found = Prepared(of_question, int)
    with django_assert_num_queries(2):
        question = found.first(answer.question_id)
        assert question == answer.question
        assert question.author == asker
        assert question.mark == "vu"
        assert list(question.answers.all()) == [answer]
    assert question.get_deferred_fields() == {"body"}
    assert question._state.db == "default"
    assert not question._state.adding


def test_moments_and_days_are_keys_too():
    at = datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC)
    question = QuestionFactory(created_at=at)
    Question.objects.filter(pk=question.pk).update(created_at=at)
    since = Prepared(
        lambda at: Question.objects.filter(created_at__gte=at).values_list("pk", flat=True),
        datetime,
    )
    assert since.rows(at) == [question.pk]
    assert since.rows(at + timedelta(microseconds=1)) == []
    titled = Prepared(lambda title: Question.objects.filter(title=title).values_list("pk"), str)
    assert titled.rows(question.title) == [(question.pk,)]


@pytest.mark.parametrize("length", [1, 3, LENGTHS[-1], LENGTHS[-1] + 1])
def test_a_list_of_any_length_is_a_key(length, django_assert_num_queries):
    questions = QuestionFactory.create_batch(3)
    named = Prepared(
        lambda pks, title: Question.objects.filter(pk__in=pks).exclude(title=title), MANY, str
    )
    wanted = [question.pk for question in questions][:length]
    wanted += range(10**6, 10**6 + length - len(wanted))
    with django_assert_num_queries(1):
        found = {question.pk for question in named.rows(wanted, "aucune")}
    assert found == {question.pk for question in questions[:length]}
    with django_assert_num_queries(0):
        assert named.rows([], "aucune") == []


def test_several_texts_are_a_key(django_assert_num_queries):
    questions = QuestionFactory.create_batch(3)
    titled = Prepared(lambda titles: Question.objects.filter(title__in=titles), TEXTS)
    wanted = [question.title for question in questions]
    with django_assert_num_queries(1):
        assert set(titled.rows([*wanted, "aucune", "%s"])) == set(questions)
    with django_assert_num_queries(0):
        assert titled.rows(()) == []


@pytest.mark.parametrize("beyond", [2**63, -(2**63) - 1, 10**30])
def test_a_number_that_no_column_holds_finds_nothing(beyond):
    question = QuestionFactory()
    of_key = Prepared(lambda pk: Question.objects.filter(pk=pk), int)
    of_keys = Prepared(lambda pks: Question.objects.filter(pk__in=pks), MANY)
    assert of_key.rows(question.pk) == [question]
    assert of_key.rows(beyond) == []
    assert of_keys.rows([beyond, question.pk]) == [question]
    assert of_keys.rows([beyond]) == []


def test_what_was_compiled_before_a_migration_is_compiled_again():
    made = []

    def of_type(pk):
        made.append(pk)
        return ContentType.objects.filter(pk=pk)

    prepared = Prepared(of_type, int)
    prepared.first(1)
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    prepared.first(1)
    assert len(made) == 2


def test_a_key_that_the_query_does_not_use_is_refused():
    prepared = Prepared(lambda pk, _: Question.objects.filter(pk=pk).values("pk"), int, int)
    with pytest.raises(ValueError, match="key"):
        prepared.rows(1, 2)
