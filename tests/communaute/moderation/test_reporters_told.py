"""Telling the people who reported: a few at once, hundreds by a task, nobody twice."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import localtime
from django_tasks_db.models import DBTaskResult

from communaute.moderation.enums import DecisionKind
from communaute.moderation.models import Case, Notice
from communaute.moderation.numbers import NUMBERS
from communaute.moderation.prescreening.words import wait_in_words
from communaute.moderation.services import decide_case, undo_decision
from communaute.moderation.services.reporters import tell_in_batches
from communaute.notifications.catalogue import kind_of
from communaute.notifications.enums import MailState
from communaute.notifications.models import Mail, Notification
from communaute.questions.revisions.services import edit_text
from communaute.questions.revisions.withdrawals import withdraw
from socle.calendar import date_format
from tests.communaute.moderation.factories import CaseFactory, NoticeFactory, hide

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted")]
MANY = 25


@pytest.fixture
def many(agence, settings):
    """A case that many people reported, left online: the decision."""
    settings.NUMBERS = {"moderation": {"told_in_a_batch": 10}}
    return kept(case_of(MANY), agence)


def case_of(number):
    """A case of so many reports, half by an account, half by an address."""
    case = CaseFactory(notices=0)
    Notice.objects.bulk_create(
        NoticeFactory.build(case=case, reporter=None, reporter_email=f"voisin{one}@exemple.test")
        for one in range(number)
    )
    type(case).objects.filter(pk=case.pk).update(notices_count=number)
    return case


def kept(case, actor):
    return decide_case(actor=actor, case=case, version=1, kind=DecisionKind.KEEP)


def told():
    return Mail.objects.filter(kind="moderation.notice_decided")


def test_ten_are_told_with_the_decision_and_eleven_by_a_task(agence):
    few, more = case_of(NUMBERS.told_at_once), case_of(NUMBERS.told_at_once + 1)
    kept(few, agence)
    assert told().count() == NUMBERS.told_at_once
    assert not DBTaskResult.objects.exists()
    decision = kept(more, agence)
    assert told().count() == NUMBERS.told_at_once
    assert DBTaskResult.objects.get().args_kwargs["args"] == [decision.pk]


def test_the_decision_costs_no_more_for_forty_reports_than_for_twenty(agence):
    costs = []
    for number in (20, 40):
        case = case_of(number)
        with CaptureQueriesContext(connection) as queries:
            kept(case, agence)
        costs.append(len(queries))
    assert costs[1] <= costs[0]


def test_the_task_tells_everybody_once(many):
    assert tell_in_batches.call(many.pk) == MANY
    assert told().count() == MANY
    assert not Notice.objects.filter(told_at=None).exists()
    tell_in_batches.call(many.pk)
    assert told().count() == MANY


def test_taken_back_before_the_task_nobody_is_told(many, agence):
    undo_decision(actor=agence, decision=many)
    assert tell_in_batches.call(many.pk) == 0
    assert not told().exists()


def test_taken_back_after_the_task_nothing_leaves(many, agence):
    tell_in_batches.call(many.pk)
    undo_decision(actor=agence, decision=many)
    assert not told().exclude(state=MailState.WITHDRAWN).exists()
    assert not Notice.objects.exclude(told_at=None).exists()
    assert not Notification.objects.filter(
        kind="moderation.notice_decided", withdrawn_at=None
    ).exists()


@pytest.fixture
def corrected(agence):
    """The case, open again, of a text that was reported, then corrected at once on demand."""
    case = CaseFactory()
    hide(case, agence, kind=DecisionKind.ASK_EDIT)
    question = case.target
    question.refresh_from_db()
    edit_text(
        actor=case.author,
        content=question,
        title=question.title,
        body="Notre chaudière est au fioul, et nous voulons savoir combien coûte le réseau.",
        version=question.version,
    )
    again = Case.objects.to_decide().get()
    assert again != case
    return again


def leaving():
    """The outcomes that would leave now, as they would be told."""
    kind = kind_of("moderation.notice_decided")
    waiting = told().exclude(state=MailState.WITHDRAWN)
    return [
        kind.current(mail.context)["outcome"] for mail in waiting if kind.still_true(mail.context)
    ]


def decide(case, actor, kind, **more):
    case.refresh_from_db()
    return decide_case(actor=actor, case=case, version=case.version, kind=kind, **more)


def test_who_reported_is_told_once_what_became_of_the_text_once_corrected(corrected, agence):
    # The first decision leaves if nothing follows; the next one tells all in its place.
    assert leaving() == ["modifier"]
    decide(corrected, agence, DecisionKind.APPROVE)
    assert leaving() == ["corrige"]


def test_a_publication_taken_back_at_once_is_not_told_and_the_next_decision_is(corrected, agence):
    undo_decision(actor=agence, decision=decide(corrected, agence, DecisionKind.APPROVE))
    assert leaving() == []
    decision = hide(corrected, agence)
    assert leaving() == ["masquer"]
    # It became known by a report, whichever case it was sent to.
    assert decision.statement.from_notice


def test_its_author_reads_until_when_what_they_corrected_is_read(corrected):
    due = date_format(localtime(corrected.due_at), "l j F à H:i")
    assert wait_in_words(corrected.target) == f"au plus tard le {due}"
    assert "au plus tard" not in wait_in_words(CaseFactory().target)
    Case.objects.filter(pk=corrected.pk).update(due_at=timezone.now() - timedelta(hours=1))
    assert wait_in_words(corrected.target) == "plus longtemps que nous ne l’avions dit"


def test_a_text_that_its_author_took_away_meanwhile_is_not_told_as_left_online(agence):
    case = CaseFactory()
    decide(case, agence, DecisionKind.KEEP)
    assert leaving() == ["garder"]
    withdraw(actor=case.author, content=case.target)
    assert leaving() == ["retire"]
