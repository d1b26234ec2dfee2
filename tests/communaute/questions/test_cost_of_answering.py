import uuid

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communaute.questions.models import Answer
from communaute.questions.search import index_question
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.factories import QuestionFactory

pytestmark = pytest.mark.django_db

# Statements of a whole request, transactions and savepoints apart; one reads whether the asker is
# told, for who answers reads so.
BUDGET = 35


def test_an_answer_costs_a_known_number_of_statements(client):
    question = QuestionFactory()
    index_question(question.pk)
    # Read once in a process, whichever test comes first there.
    ContentType.objects.get_for_model(Answer)
    client.force_login(UserFactory())
    posted = {
        "body": "Chez nous le chantier a duré trois semaines, sans coupure.",
        "submission_key": str(uuid.uuid4()),
    }
    with CaptureQueriesContext(connection) as seen:
        response = client.post(f"/communaute/questions/{question.pk}/repondre/", posted)
    assert response.status_code == 302
    beside = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    statements = [one["sql"] for one in seen if not one["sql"].startswith(beside)]
    assert len(statements) <= BUDGET
    # Who answers is looked up once, and so are the files of the form, even without any.
    once = ('FROM "coproprietes_ambassadeur" INNER', '"questions_attachment"')
    assert [sum(part in one for one in statements) for part in once] == [1, 1]
