"""A file closed a year ago names nobody any more; decisions and their reasons stay."""

from datetime import timedelta

import pytest

from communaute.moderation.models import Case, Sanction
from communaute.moderation.numbers import NUMBERS
from communaute.moderation.retention import STEP
from socle.scheduler.runner import run
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory, contested, hidden_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return hidden_case()


def end_of(case):
    """The same day, `file_months` later (closed on no 29th, 30th or 31st)."""
    Case.objects.filter(pk=case.pk).update(closed_at=case.closed_at.replace(day=15))
    case.refresh_from_db()
    months = case.closed_at.month - 1 + NUMBERS.file_months
    return case.closed_at.replace(year=case.closed_at.year + months // 12, month=months % 12 + 1)


def counts(now):
    return run(now, only=[STEP.key]).counts


def test_on_its_edge_the_people_leave_and_the_decision_stays(case):
    end = end_of(case)
    why = "Son voisin Jean Dupont m’a appelée."
    Case.objects.filter(pk=case.pk).update(passed_why=why, claimed_by=UserFactory())
    assert counts(end - timedelta(seconds=1)) == {}
    assert counts(end) == {"files_forgotten": 1}
    assert counts(end) == {}
    case.refresh_from_db()
    assert (case.author, case.claimed_by, case.snapshot, case.passed_why) == (None, None, "", "")
    notice = case.notices.get()
    assert (notice.reporter, notice.reporter_email, notice.explanation) == (None, "", "")
    decision = case.decisions.get()
    assert (decision.decided_by, decision.statement.recipient) == (None, None)
    assert decision.statement.facts


def test_while_a_measure_stands_or_an_appeal_waits_all_is_kept(case):
    waiting = contested().statement.decision.case
    end = max(end_of(case), end_of(waiting))
    assert list(STEP.due(end)) == [case.pk]


def test_an_open_file_is_kept_whatever_its_age(case):
    opened = CaseFactory()
    assert opened.pk not in STEP.due(end_of(case) + timedelta(days=4000))
    assert not Sanction.objects.exists()
