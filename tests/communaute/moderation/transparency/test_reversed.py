"""What an appeal takes back, or makes lighter: each is counted once, for what it is."""

from datetime import UTC, datetime, timedelta

import pytest

from communaute.moderation.appeals import Lighter, appeal, decide_appeal
from communaute.moderation.decision_rules import Reasons
from communaute.moderation.enums import (
    AppealOutcome,
    ContentStatus,
    DecisionKind,
    Ground,
    SanctionKind,
)
from communaute.moderation.models import Case
from communaute.moderation.sanctions.services import lift_sanction
from communaute.moderation.transparency.models import quarter_of
from communaute.moderation.transparency.sections import figures, sections
from tests.clock import stop
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import (
    FACTS,
    RULE,
    CaseFactory,
    contested,
    hide,
    reported,
)
from tests.communaute.moderation.sanctions.scenes import sanctioned
from tests.communaute.questions.factories import QuestionFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
REASONS = Reasons(facts=FACTS, ground=Ground.CGU, rule=RULE)
LABEL = Lighter(kind=DecisionKind.LABEL, detail="Des prix de 2019.", reasons=REASONS)
TO_EDIT = Lighter(kind=DecisionKind.ASK_EDIT, reasons=REASONS)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    stop(monkeypatch, NOW)


def answer(filed, lighter=None):
    outcome = AppealOutcome.ALTERED if lighter else AppealOutcome.OVERTURNED
    actor = UserFactory(equipe=True)
    reply = "Une réponse motivée."
    decide_appeal(actor=actor, appeal=filed, outcome=outcome, reply=reply, lighter=lighter)


def told(section):
    return figures(quarter_of(NOW))[section]


@pytest.mark.parametrize(("lighter", "kind"), [(LABEL, "etiqueter"), (TO_EDIT, "modifier")])
def test_what_a_lighter_decision_replaces_is_not_said_restored(lighter, kind):
    filed = contested()
    answer(filed, lighter)
    assert told("decisions") == {"masquer": 1, kind: 1}
    assert told("appeals") == {"accepted": 0, "altered": 1, "rejected": 0, "waiting": 0}
    assert sum(told("grounds").values()) == 2


def test_what_an_appeal_gives_back_is_restored():
    answer(contested())
    assert told("decisions") == {"masquer": 1, "retablir": 1}
    assert told("appeals")["accepted"] == 1


def test_a_measure_made_lighter_is_not_said_ended():
    case = CaseFactory()
    decision = sanctioned(SanctionKind.READ_ONLY, 7 * 24, case=case)
    filed = appeal(actor=case.author, statement=decision.statement, text="C’est trop long.")
    shorter = Lighter(
        kind=DecisionKind.SANCTION, sanction=SanctionKind.READ_ONLY, hours=24, reasons=REASONS
    )
    answer(filed, shorter)
    assert told("decisions") == {"sanctionner": 2}
    assert told("sanctions") == {SanctionKind.READ_ONLY: 2}


def test_a_measure_that_was_ended_is_counted_with_measures():
    sanction = sanctioned().measure
    lift_sanction(actor=UserFactory(equipe=True), sanction=sanction, why="C’est compris.")
    assert told("sanctions") == {SanctionKind.READ_ONLY: 1, DecisionKind.LIFT: 1}
    labels = {section.key: section.labels for section in sections()}
    assert DecisionKind.LIFT in labels["sanctions"]
    assert DecisionKind.LIFT not in labels["decisions"]


def test_what_is_left_as_it_was_is_not_said_online_since_messages_are_counted_too():
    [section] = [one for one in sections() if one.key == "decisions"]
    assert not any("en ligne" in label for label in section.labels.values())


@pytest.fixture
def hidden(agence, monkeypatch):
    """What a program hid, then somebody for good; its author contests."""
    settled = UserFactory(date_joined=NOW - timedelta(days=8))
    notice = reported(QuestionFactory(), settled, category="danger")
    case = Case.objects.get(pk=notice.case_id)
    assert case.target.status == ContentStatus.AUTO_HIDDEN
    stop(monkeypatch, NOW + HOUR)
    statement = hide(case, agence).statement
    stop(monkeypatch, NOW + 2 * HOUR)
    return appeal(actor=case.author, statement=statement, text="Je ne menaçais personne.")


@pytest.mark.parametrize(("lighter", "wrong"), [(TO_EDIT, 0), (LABEL, 1), (None, 1)])
def test_a_program_was_wrong_when_somebody_put_the_text_online(hidden, lighter, wrong):
    answer(hidden, lighter)
    assert told("errors")["hidden"] == [1, wrong]
