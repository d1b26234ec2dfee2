"""Whom a decision and an appeal are told to, and where the news leads."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communaute.moderation.appeals import appeal
from communaute.moderation.enums import DecisionKind, Escalation, NoticeCategory
from communaute.moderation.services import alerts, decide_case, escalate
from communaute.moderation.wordings import with_passage
from communaute.notifications.models import Notification
from tests.clock import stop
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import reported
from tests.mails import sent_mails

from .factories import FACTS, CaseFactory, hidden_case, hide, statement_of

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


def test_a_text_put_back_unasked_is_told_with_the_way_to_it(monkeypatch):
    case = hidden_case()
    stop(monkeypatch, timezone.now() + timedelta(minutes=6))
    Notification.objects.all().delete()

    decide_case(
        actor=UserFactory(agence=True), case=case, kind=DecisionKind.RESTORE, version=case.version
    )

    assert [row.url for row in told(case.author)] == [case.target.get_absolute_url()]


MARKED = "Un prix **révisable** : _chaque_ année.\n\n- la [facture](https://f.example/)\n- `R1`"


def test_no_mail_of_moderation_shows_the_marks_that_a_text_was_typed_with():
    lead, team = UserFactory(agence=True), UserFactory(equipe=True)
    case = CaseFactory(content__body=MARKED)
    assert "**révisable**" in case.snapshot
    escalate(actor=lead, case=case, level=Escalation.NATIONAL, why="Je n’ose pas décider.")
    reported(case.target, category=NoticeCategory.ILLEGAL, explanation="C’est interdit par la loi.")
    sent_mails()
    hide(case, team, facts=with_passage(FACTS, "révisable"))
    sent_mails()
    case.refresh_from_db()
    decide_case(actor=team, case=case, kind=DecisionKind.RESTORE, version=case.version)
    alerts.tell_late(CaseFactory(content__body=MARKED), [lead])
    sent = sent_mails()
    quoting = [one for one in sent if "révisable" in one.body]
    subjects = " / ".join(one.subject for one in quoting)
    for expected in ("voici pourquoi", "Dossier confié", "Signalement à traiter", "en retard"):
        assert expected in subjects
    for one in quoting:
        html = one.alternatives[0].content
        assert "révisable : chaque année" in one.body.replace("\u00a0", " ")
        for words in (one.body, html):
            assert not [mark for mark in ("**", "_chaque_", "](", "`") if mark in words]
