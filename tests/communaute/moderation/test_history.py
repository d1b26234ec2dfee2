"""What a case says of its author and of the cases like it."""

import pytest

from communaute.moderation.enums import DecisionKind
from communaute.moderation.services import decide_case, undo_decision
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory

pytestmark = pytest.mark.django_db


def test_what_was_undone_at_once_is_no_history(client, agence):
    client.force_login(agence)
    author = UserFactory()
    before = CaseFactory(content__author=author, text_key="a" * 16)
    decision = decide_case(actor=agence, case=before, version=1, kind=DecisionKind.KEEP)
    page = client.get(CaseFactory(content__author=author, text_key="a" * 16).get_absolute_url())
    assert page.context["case"].past_kept == 1
    assert [one.outcome for one in page.context["alike"]] == [DecisionKind.KEEP]
    undo_decision(actor=agence, decision=decision)
    page = client.get(page.request["PATH_INFO"])
    assert page.context["case"].past_kept == 0
    assert [one.outcome for one in page.context["alike"]] == [None]
