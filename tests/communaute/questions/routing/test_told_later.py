"""A question read before publication: those asked are told once that decision holds."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communaute.moderation.enums import DecisionKind
from communaute.moderation.models import Case
from communaute.moderation.services import decide_case
from communaute.questions.kinds import is_unanswered, may_be_answered
from communaute.questions.models import Question
from communaute.questions.routing.answerers import reached
from tests.clock import NOON, stop
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.factories import QuestionFactory

from .test_reaching import ask

pytestmark = pytest.mark.django_db


def test_who_is_told_once_the_decision_holds_is_not_said_told_before(client, monkeypatch):
    stop(monkeypatch, NOON)
    agent = UserFactory(agence=True)
    asked = ask(actor=UserFactory(display_name="Nina P."), title="Écrivez-moi au 06 12 34 56 78 ?")
    case = Case.objects.to_decide().get(object_id=asked.pk)
    decide_case(actor=agent, case=case, version=case.version, kind=DecisionKind.APPROVE)
    question = Question.objects.get(pk=asked.pk)
    agency = question.asked.get(role="agence").of
    stop(monkeypatch, NOON + timedelta(minutes=4))
    assert f"Nous allons prévenir {agency}" in client.get(question.get_absolute_url()).text
    stop(monkeypatch, NOON + timedelta(minutes=5))
    client.force_login(question.author)
    assert f"Nous avons prévenu {agency}" in client.get(question.get_absolute_url()).text


def test_a_question_published_at_once_is_told_at_once(monkeypatch):
    stop(monkeypatch, NOON)
    UserFactory(agence=True)
    assert not reached(ask()).is_to_come


def test_what_waits_asks_whether_an_answer_is_still_wanted():
    question = QuestionFactory()
    context = {"question_pk": question.pk}
    assert is_unanswered(context)
    assert may_be_answered(UserFactory(), context)
    Question.objects.filter(pk=question.pk).update(first_answer_at=timezone.now())
    assert not is_unanswered(context)
