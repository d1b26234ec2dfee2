import uuid

import pytest
from django.contrib.auth.models import Group
from django.db import connection, connections
from django.db.transaction import TransactionManagementError

from communaute.comptes.models import User
from communaute.questions.models import Answer, Question
from socle.sharing.prepared import MANY, Prepared, rows_kept
from socle.sharing.statements import cursor_of_kept, gathered
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory

pytestmark = pytest.mark.django_db
needs_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="PostgreSQL garde les requêtes"
)


def kept(words):
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [statement for (statement,) in cursor.fetchall() if words in statement]


@needs_postgresql
def test_a_prepared_query_is_planned_once_whatever_the_size_of_its_keys():
    one = QuestionFactory()
    by_space = Prepared(lambda pk: Question.objects.filter(space=pk, lots=7071), int)
    for key in (one.space_id, 40_000, 3_000_000_000, 2**62):
        assert by_space.rows(key) == []
    assert len(kept('"questions_question"."space_id" = $')) == 1


@needs_postgresql
def test_what_never_changes_is_written_in_the_statement():
    words = "l’eau : 50 % d'avance, %s"
    one = QuestionFactory(title=words, lots=7072)
    by_space = Prepared(
        lambda pk: Question.objects.filter(space=pk, lots=7072, title__endswith=words), int
    )
    assert by_space.rows(one.space_id) == [one]
    (statement,) = kept("7072")
    assert "$1" in statement
    assert "$2" not in statement


def test_rows_are_gathered_by_the_few_they_lead_to():
    answer, _ = AnswerFactory(), AnswerFactory()
    few = Question.objects.filter(pk=answer.question_id)
    found = Answer.objects.filter(gathered("question", few), status=answer.status)
    assert list(found) == [answer]
    assert list(Answer.objects.filter(gathered("question", few.none()))) == []
    by_author = Prepared(
        lambda pk: Answer.objects.filter(gathered("question", few), author=pk), int
    )
    assert by_author.rows(answer.author_id) == [answer]
    assert by_author.rows(answer.question.author_id) == []


@needs_postgresql
def test_the_few_are_read_first():
    few = Question.objects.filter(lots=7073)
    sql = str(Answer.objects.filter(gathered("question__author", few.values("author"))).query)
    assert '"author_id" = ANY (ARRAY(SELECT' in sql


@needs_postgresql
def test_a_query_composed_each_time_is_kept_too():
    for _ in range(3):
        assert rows_kept(Question.objects.filter(title="jamais dit", lots__gt=3)) == []
    assert len(kept('"questions_question"."lots" > $')) == 1


def test_a_query_that_can_find_nothing_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert rows_kept(Question.objects.filter(pk__in=[])) == []


def test_rows_of_a_query_composed_each_time_are_those_of_the_query():
    answer = AnswerFactory()
    asked = Answer.objects.filter(pk=answer.pk).select_related("question").order_by("pk")
    assert rows_kept(asked) == list(asked)
    assert rows_kept(asked.values_list("pk", flat=True)) == [answer.pk]


def test_a_key_may_be_an_identifier_drawn_at_random():
    answer = AnswerFactory(submission_key=uuid.uuid4())
    by_key = Prepared(lambda key: Answer.objects.filter(submission_key=key), uuid.UUID)
    assert by_key.first(answer.submission_key) == answer
    assert by_key.first(uuid.uuid4()) is None


def test_a_row_is_held_in_a_transaction_only(monkeypatch):
    held = Prepared(
        lambda keys: User.objects.filter(pk__in=keys).select_for_update().order_by("pk"), MANY
    )
    assert held.rows([2**40]) == []
    monkeypatch.setattr(connections["default"], "get_autocommit", lambda: True)
    with pytest.raises(TransactionManagementError):
        held.rows([1])


def test_statements_are_counted_as_all_others(django_assert_num_queries):
    with django_assert_num_queries(1), cursor_of_kept(connection) as cursor:
        cursor.execute("SELECT 1", [])
        assert cursor.fetchall() == [(1,)]


def test_an_account_by_its_key_is_looked_for_in_what_was_asked(django_assert_num_queries):
    person, other = UserFactory(), UserFactory()
    with django_assert_num_queries(1):
        assert User.objects.get(pk=person.pk) == person
    for nobody in (2**40, 2**70):
        with pytest.raises(User.DoesNotExist):
            User.objects.get(pk=nobody)
    with pytest.raises(User.DoesNotExist):
        User.objects.filter(pk=person.pk).get(pk=other.pk)
    editors = Group.objects.create(name="essai")
    editors.user_set.add(person)
    assert editors.user_set.get(pk=person.pk) == person
    with pytest.raises(User.DoesNotExist):
        editors.user_set.get(pk=other.pk)


@pytest.mark.parametrize("keeps_plan", [True, False])
def test_a_query_may_be_planned_each_time(keeps_plan):
    one = QuestionFactory()
    of_space = Prepared(
        lambda spaces: Question.objects.filter(space__in=spaces, lots=None),
        MANY,
        keeps_plan=keeps_plan,
    )
    for _ in range(2):
        assert of_space.rows([one.space_id, 2**62]) == [one]
    if connection.vendor == "postgresql":
        assert len(kept('"questions_question"."space_id" IN ($')) == keeps_plan
