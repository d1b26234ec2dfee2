"""Many people report one text at the very same moment: one case, hidden once, no deadlock."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from communaute.moderation.audit_log.verification import is_intact
from communaute.moderation.enums import ContentStatus, DecisionKind
from communaute.moderation.models import Case, Decision
from communaute.moderation.registry import by_key
from communaute.moderation.services import report
from communaute.notifications.models import Notification
from communaute.questions.models import Question
from tests.commits import committing
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import reported
from tests.communaute.questions.factories import QuestionFactory


@pytest.fixture
def db(django_db_setup, django_db_blocker):
    """The library's without its transaction: this test commits."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def committed(db):
    with committing():
        yield


def at_once(do, things):
    threads = [threading.Thread(target=do, args=(one,)) for one in things]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)


def test_one_account_in_danger_hides_two_texts_however_many_it_reports_at_once(committed):
    questions = QuestionFactory.create_batch(8)
    reporter = UserFactory(date_joined=timezone.now() - timedelta(days=8))
    gate, results = threading.Barrier(len(questions)), []

    def send(question):
        try:
            gate.wait()
            reported(question, reporter, category="danger", explanation="Quelqu’un est menacé.")
        except Exception as error:  # noqa: BLE001 -- told to the test, whatever it is
            results.append(error)
        finally:
            connections.close_all()

    at_once(send, questions)
    assert results == []
    keys = [question.pk for question in questions]
    hidden = Question.objects.filter(pk__in=keys, status=ContentStatus.AUTO_HIDDEN)
    assert hidden.count() == 2


def test_many_reports_at_once_are_one_case_hidden_once(committed):
    agent = UserFactory(agence=True)
    question = QuestionFactory()
    people = [UserFactory(date_joined=timezone.now() - timedelta(days=9)) for _ in range(6)]
    for one in people:
        QuestionFactory(author=one)
    gate, results = threading.Barrier(len(people)), []

    def send(person):
        try:
            gate.wait()
            results.append(
                report(
                    actor=person,
                    kind=by_key("question"),
                    content=question,
                    category="commercial",
                    explanation="Un vendeur insiste.",
                )
            )
        except Exception as error:  # noqa: BLE001 -- told to the test, whatever it is
            results.append(error)
        finally:
            connections.close_all()

    at_once(send, people)
    assert [one for one in results if isinstance(one, Exception)] == []
    assert Question.objects.get(pk=question.pk).status == ContentStatus.AUTO_HIDDEN
    case = Case.objects.get(object_id=question.pk)
    assert case.notices.count() == case.notices_count == len(people)
    assert Decision.objects.filter(kind=DecisionKind.AUTO_HIDE).count() == 1
    assert Notification.objects.filter(user=agent, kind="moderation.case_to_decide").count() == 1
    assert is_intact()
