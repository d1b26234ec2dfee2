"""Who refused the rules reads only, wherever one writes."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.models import RulesVersion
from cms.terms_acceptance.perms import REFUSED
from cms.terms_acceptance.services import answer_rules
from communaute.moderation.sanction_rules import may_write, why_not_message, why_not_write
from communaute.questions.models import Answer
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.factories import QuestionFactory

from .test_agreeing import make_version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted")]
BODY = "Chez nous, tout va bien depuis deux hivers."


@pytest.fixture
def refusing():
    person = UserFactory(date_joined=timezone.now() - timedelta(days=100))
    answer_rules(actor=person, accepted=False, seen=[make_version().pk])
    return person


def test_the_one_question_of_every_service_says_no_and_why(refusing):
    assert not may_write(refusing)
    assert why_not_write(refusing) == why_not_message(refusing) == REFUSED


def test_an_answer_is_refused_and_kept_and_all_is_still_read(client, refusing):
    question = QuestionFactory()
    client.force_login(refusing)
    assert client.get(question.get_absolute_url()).status_code == 200
    address = f"/communaute/questions/{question.pk}/repondre/"
    data = {"body": BODY, "submission_key": str(uuid.uuid4())}
    refused = client.post(address, data)
    assert refused.status_code == 422
    assert REFUSED in refused.text
    assert BODY in refused.text
    assert not Answer.objects.exists()
    for page in ("/mon-compte/donnees/", "/mon-compte/regles/"):
        assert client.get(page).status_code == 200


def test_accepting_gives_writing_back(refusing):
    version = RulesVersion.objects.get()
    answer_rules(actor=refusing, accepted=True, seen=[version.pk])
    assert may_write(refusing)
    assert why_not_message(refusing) == ""


def test_a_question_says_at_once_that_writing_is_given_back(client, refusing):
    question = QuestionFactory()
    client.force_login(refusing)
    page = client.get(question.get_absolute_url())
    assert REFUSED in page.text
    assert "data-answer-box" not in page.text
    data = {"accord": "oui", "vues": str(RulesVersion.objects.get().pk)}
    client.post("/mon-compte/regles/", data)
    page = client.get(question.get_absolute_url())
    assert REFUSED not in page.text
    assert "data-answer-box" in page.text
