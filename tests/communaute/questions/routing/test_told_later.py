"""A question read before publication: those asked are told once that decision holds."""

from datetime import timedelta

import pytest

from communaute.questions.routing.answerers import reached
from tests.clock import NOON, stop
from tests.communaute.comptes.factories import UserFactory

from .test_reaching import ask

pytestmark = pytest.mark.django_db


def test_who_is_told_once_the_decision_holds_is_not_said_told_before(client, monkeypatch):
    stop(monkeypatch, NOON)
    UserFactory(agence=True)
    question = ask()
    agency = question.asked.get(role="agence").of
    assert not reached(question).is_to_come
    question.first_public_at = NOON + timedelta(hours=1)
    question.save()
    stop(monkeypatch, NOON + timedelta(hours=1, minutes=4))
    assert f"Nous allons prévenir {agency}" in client.get(question.get_absolute_url()).text
    stop(monkeypatch, NOON + timedelta(hours=1, minutes=5))
    client.force_login(question.author)
    assert f"Nous avons prévenu {agency}" in client.get(question.get_absolute_url()).text
