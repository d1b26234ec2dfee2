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


@pytest.fixture
def statements(client):
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
    return [one["sql"] for one in seen if not one["sql"].startswith(beside)]


def test_an_answer_costs_a_known_number_of_statements(statements):
    assert len(statements) <= BUDGET


def test_who_answers_is_looked_up_once(statements):
    assert len([one for one in statements if 'FROM "coproprietes_ambassadeur" INNER' in one]) == 1


def test_without_files_those_of_the_form_are_looked_for_once(statements):
    assert len([one for one in statements if '"questions_attachment"' in one]) == 1
