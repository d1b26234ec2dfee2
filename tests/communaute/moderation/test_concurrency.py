"""Several people at the very same moment, each with a connection: one chain, no deadlock."""

import contextlib
import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from communaute.comptes.closing import close_account
from communaute.moderation.appeals import appeal
from communaute.moderation.audit_log.log import record
from communaute.moderation.audit_log.verification import is_intact
from communaute.moderation.decision_rules import Reasons
from communaute.moderation.enums import Act, ContentStatus, DecisionKind, Ground
from communaute.moderation.errors import ModerationNotAllowed
from communaute.moderation.models import Appeal, Case, Decision, LogHead, ModerationLog
from communaute.moderation.queue import screen as queue
from communaute.moderation.services import claim_case, decide_case
from communaute.notifications.models import Notification
from communaute.questions.models import Answer, Question
from tests.commits import committing
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import (
    CaseFactory,
    hidden_case,
    hide,
    reported,
    statement_of,
)
from tests.communaute.moderation.states import FACTS, RULE
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory


@pytest.fixture
def db(django_db_setup, django_db_blocker):
    """The library's without its transaction: these tests commit."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def committed(db):
    with committing():
        yield


def at_once(*calls):
    """Run the calls together; returns what each gave, an exception included."""
    gate, results = threading.Barrier(len(calls)), []

    def run(call):
        try:
            gate.wait()
            results.append(call())
        except Exception as error:  # noqa: BLE001 -- told to the test, whatever it is
            results.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(results) == len(calls)
    return results


def test_the_first_rows_of_an_empty_log_make_one_head(committed):
    results = at_once(*[lambda: record(None, Act.NOTICE) for _ in range(4)])
    assert sorted(row.position for row in results) == [1, 2, 3, 4]
    assert LogHead.objects.get().position == 4
    assert is_intact()


def test_acts_on_many_cases_at_once_make_one_chain(committed):
    agents = [UserFactory(agence=True) for _ in range(3)]
    cases = [CaseFactory() for _ in range(6)]
    question = QuestionFactory()
    reporters = [UserFactory() for _ in range(4)]
    kept = DecisionKind.KEEP
    acts = [
        *(lambda c=case: hide(c, agents[0]) for case in cases[:2]),
        *(
            lambda c=case: decide_case(actor=agents[1], case=c, version=1, kind=kept)
            for case in cases[2:4]
        ),
        *(lambda c=case: claim_case(actor=agents[2], case=c) for case in cases[4:]),
        *(lambda p=person: reported(question, p) for person in reporters),
    ]
    assert not refusals(at_once(*acts))
    assert ModerationLog.objects.count() == 10
    assert is_intact()


def test_two_decisions_of_one_case_at_once_write_one_row(committed):
    case = CaseFactory()
    agents = [UserFactory(agence=True) for _ in range(2)]
    keep = DecisionKind.KEEP
    at_once(
        *(lambda a=agent: decide_case(actor=a, case=case, version=1, kind=keep) for agent in agents)
    )
    assert ModerationLog.objects.count() == 1
    assert is_intact()


def refusals(results):
    return [one for one in results if isinstance(one, Exception)]


def test_contesting_while_the_account_closes(committed):
    """One waits for the other, and nothing is half done."""
    statement = statement_of(hidden_case())
    author = statement.recipient
    results = at_once(
        lambda: close_account(actor=author),
        lambda: appeal(actor=author, statement=statement, text="Je ne vends rien."),
    )
    filed, refused = Appeal.objects.first(), refusals(results)
    if filed is None:
        assert [type(one) for one in refused] == [ModerationNotAllowed]
    else:
        assert refused == []
        assert filed.statement.recipient is None


def test_one_account_in_danger_hides_two_texts_however_many_it_reports_at_once(committed):
    questions = QuestionFactory.create_batch(8)
    reporter = UserFactory(date_joined=timezone.now() - timedelta(days=8))
    said = {"category": "danger", "explanation": "Quelqu’un est menacé."}
    assert not refusals(
        at_once(*(lambda q=question: reported(q, reporter, **said) for question in questions))
    )
    keys = [question.pk for question in questions]
    hidden = Question.objects.filter(pk__in=keys, status=ContentStatus.AUTO_HIDDEN)
    assert hidden.count() == 2


def test_many_reports_at_once_are_one_case_hidden_once(committed):
    agent = UserFactory(agence=True)
    question = QuestionFactory()
    people = [UserFactory(date_joined=timezone.now() - timedelta(days=9)) for _ in range(6)]
    for one in people:
        QuestionFactory(author=one)
    assert not refusals(at_once(*(lambda p=person: reported(question, p) for person in people)))
    assert Question.objects.get(pk=question.pk).status == ContentStatus.AUTO_HIDDEN
    case = Case.objects.get(object_id=question.pk)
    assert case.notices.count() == case.notices_count == len(people)
    assert Decision.objects.filter(kind=DecisionKind.AUTO_HIDE).count() == 1
    assert Notification.objects.filter(user=agent, kind="moderation.case_to_decide").count() == 1
    assert is_intact()


def test_two_waves_on_the_same_threads_wait_for_one_another(committed, monkeypatch):
    """Each decides a text of one thread, then of the other, in the opposite order."""
    first, second = QuestionFactory(), QuestionFactory()
    waves = [
        [CaseFactory(content=AnswerFactory(question=one)) for one in questions]
        for questions in ((first, second), (second, first))
    ]
    agents = [UserFactory(agence=True) for _ in waves]
    gate, decide = threading.Barrier(2), queue.decide_case

    def slowly(**given):
        decision = decide(**given)
        with contextlib.suppress(threading.BrokenBarrierError):
            gate.wait(timeout=0.5)
        return decision

    monkeypatch.setattr(queue, "decide_case", slowly)
    reasons = Reasons(facts=FACTS, ground=Ground.CGU, rule=RULE)
    results = at_once(
        *(
            lambda actor=actor, wave=wave: queue.decide_together(
                actor=actor,
                versions={one.pk: 1 for one in wave},
                kind=DecisionKind.HIDE,
                reasons=reasons,
            )
            for actor, wave in zip(agents, waves, strict=True)
        )
    )
    assert not refusals(results)
    assert {*Answer.objects.values_list("status", flat=True)} == {ContentStatus.HIDDEN}
    assert is_intact()
