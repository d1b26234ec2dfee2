"""Whom a decision and an appeal are told to, and where the news leads."""

import pytest

from communaute.moderation.enums import DecisionKind
from communaute.moderation.services import decide_case
from communaute.notifications.models import Notification
from communaute.recourse.appeals import appeal
from tests.communaute.comptes.factories import UserFactory

from .factories import hidden_case, statement_of

pytestmark = pytest.mark.django_db


def told(user):
    return list(Notification.objects.filter(user=user).order_by("pk"))


def test_an_appeal_is_told_to_the_team_but_to_whom_decided_or_contests():
    decider, other = UserFactory(equipe=True), UserFactory(equipe=True)
    author = UserFactory(equipe=True)
    statement = statement_of(hidden_case(actor=decider, content__author=author))
    Notification.objects.all().delete()

    found = appeal(actor=author, statement=statement, text="Ce n’était pas une pub.")

    assert [row.url for row in told(other)] == [found.get_absolute_url()]
    assert told(decider) == []
    assert found.get_absolute_url() not in [row.url for row in told(author)]


def test_a_text_put_back_unasked_is_told_with_the_way_to_it():
    case = hidden_case()
    Notification.objects.all().delete()

    decide_case(
        actor=UserFactory(agence=True), case=case, kind=DecisionKind.RESTORE, version=case.version
    )

    assert [row.url for row in told(case.author)] == [case.target.get_absolute_url()]
