"""What a program does is neither what somebody decides nor what somebody finds wrong."""

from datetime import UTC, datetime, timedelta

import pytest

from communaute.comptes.closing import close_account
from communaute.moderation.enums import ContentStatus, DecisionKind
from communaute.moderation.models import Case, Decision
from communaute.moderation.services import decide_case, undo_decision
from communaute.moderation.services.auto_hide import show_again
from communaute.moderation.transparency.models import quarter_of
from communaute.moderation.transparency.sections import figures
from tests.clock import stop
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import reported
from tests.communaute.questions.factories import QuestionFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def case(agence, monkeypatch):
    """A question that a program hid, because somebody said that a person was in danger."""
    stop(monkeypatch, NOW)
    settled = UserFactory(date_joined=NOW - timedelta(days=8))
    notice = reported(QuestionFactory(), settled, category="danger")
    found = Case.objects.get(pk=notice.case_id)
    assert found.target.status == ContentStatus.AUTO_HIDDEN
    return found


def keep(case, actor):
    case.refresh_from_db()
    return decide_case(actor=actor, case=case, version=case.version, kind=DecisionKind.KEEP)


def told(section, key):
    return figures(quarter_of(NOW))[section][key]


def test_what_a_program_hides_is_decided_when_somebody_decides(case, agence, monkeypatch):
    assert told("delays", "decision") == [0, None]
    stop(monkeypatch, NOW + 2 * HOUR)
    keep(case, agence)
    assert told("delays", "decision") == [1, 7200]
    assert told("errors", "hidden") == [1, 1]


def test_what_is_decided_then_taken_back_at_once_is_neither(case, agence, monkeypatch):
    stop(monkeypatch, NOW + 2 * HOUR)
    decision = keep(case, agence)
    undo_decision(actor=agence, decision=decision)
    assert told("delays", "decision") == [0, None]
    assert told("errors", "hidden") == [0, 0]
    stop(monkeypatch, NOW + 3 * HOUR)
    keep(case, agence)
    assert told("delays", "decision") == [1, 10800]


def test_what_is_shown_again_because_nobody_decided_is_no_error_that_somebody_found(
    case, equipe, monkeypatch
):
    later = NOW + 100 * HOUR
    stop(monkeypatch, later)
    assert show_again(case.pk, later)
    assert told("errors", "hidden") == [0, 0]
    assert told("delays", "decision") == [0, None]
    stop(monkeypatch, later + HOUR)
    keep(case, equipe)
    assert told("errors", "hidden") == [1, 1]
    assert told("delays", "decision") == [1, 101 * 3600]


def test_what_somebody_who_left_decided_still_counts(case, agence, monkeypatch):
    stop(monkeypatch, NOW + HOUR)
    keep(case, agence)
    before = told("errors", "hidden")
    close_account(actor=agence)
    assert Decision.objects.get(kind=DecisionKind.KEEP).decided_by is None
    assert (before, told("errors", "hidden")) == ([1, 1], [1, 1])
