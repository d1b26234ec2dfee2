"""What an appeal decided: nobody takes it back, so nothing waits for that."""

import pytest
from django.urls import reverse
from django.utils import timezone

from communaute.moderation.appeals import Lighter, decide_appeal
from communaute.moderation.decision_rules import Reasons
from communaute.moderation.enums import AppealOutcome, DecisionKind, Ground
from communaute.moderation.models import Decision
from communaute.notifications.models import Mail
from tests.communaute.moderation.factories import FACTS, RULE, contested

pytestmark = pytest.mark.django_db
REASONS = Reasons(facts=FACTS, ground=Ground.CGU, rule=RULE)
LABEL = Lighter(kind=DecisionKind.LABEL, detail="Des prix de 2019.", reasons=REASONS)


def test_what_an_appeal_decided_is_told_at_once(client, equipe):
    """Nobody takes it back: neither its statement nor what reporters read waits for that."""
    filed = contested()
    case = filed.statement.decision.case
    decide_appeal(
        actor=equipe,
        appeal=filed,
        outcome=AppealOutcome.ALTERED,
        reply="En partie : un avertissement suffit.",
        lighter=LABEL,
    )
    told = Mail.objects.filter(kind__in=["moderation.decision", "moderation.notice_decided"])
    fresh = [one for one in told.waiting() if one.context["decision"] == Decision.objects.last().pk]
    assert {one.kind for one in fresh} == {"moderation.decision", "moderation.notice_decided"}
    assert not any(one.may_be_undone_at(timezone.now()) for one in fresh)
    assert case.notices.get().answered_at is not None
    client.force_login(case.author)
    statement = Decision.objects.last().statement
    assert client.get(statement.get_absolute_url()).status_code == 200
    assert statement.get_absolute_url() in client.get(reverse("moderation:my_decisions")).text
