import pytest
from django.db import connection
from django.db.models import Value
from django.test.utils import CaptureQueriesContext

from communaute.questions.models import Answer, Question
from socle.sharing.prepared import Prepared
from tests.communaute.questions.factories import AnswerFactory

pytestmark = pytest.mark.django_db


def test_the_same_query_is_asked_with_other_keys():
    made = []

    def of_question(pk, author):
        made.append(pk)
        rows = Answer.objects.filter(question=pk, author=author).order_by("pk")
        return rows.annotate(mark=Value("vu")).values("pk", "created_at", "mark")

    prepared = Prepared(of_question, keys=2)
    one, other = AnswerFactory(), AnswerFactory()
    for answer in (one, other, one):
        with CaptureQueriesContext(connection) as seen:
            found = prepared.rows(answer.question_id, answer.author_id)
        assert found == [{"pk": answer.pk, "created_at": answer.created_at, "mark": "vu"}]
        assert len(seen) == 1
    assert prepared.first(one.question_id, other.author_id) is None
    assert len(made) == 1


def test_a_key_that_the_query_does_not_use_is_refused():
    prepared = Prepared(lambda pk, _: Question.objects.filter(pk=pk).values("pk"), keys=2)
    with pytest.raises(ValueError, match="key"):
        prepared.rows(1, 2)
