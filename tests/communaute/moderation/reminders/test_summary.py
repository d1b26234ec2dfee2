"""The morning: one mail to whoever has something to decide, and no other of the queue."""

from datetime import datetime

import pytest

from communaute.comptes.services import add_member
from communaute.moderation.deadlines import due_at
from communaute.moderation.enums import NoticeCategory
from communaute.moderation.models import Case, SummaryDay
from communaute.moderation.reminders import summary
from communaute.moderation.services import claim_case
from communaute.notifications.models import Mail, Notification
from communaute.organisations.models import Absence
from socle.calendar import PARIS
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory, contested, reported
from tests.communaute.questions.factories import QuestionFactory
from tests.mails import says_now

pytestmark = pytest.mark.django_db
# A Monday, at ten.
OPENED = datetime(2026, 11, 23, 10, 0, tzinfo=PARIS)


def case_of(category=NoticeCategory.COMMERCIAL):
    return CaseFactory(opened_at=OPENED, due_at=due_at(category, OPENED))


def told(kind):
    return [one.user for one in Notification.objects.filter(kind=f"moderation.{kind}")]


def at(hour, minute=0, day=24):
    return datetime(2026, 11, day, hour, minute, tzinfo=PARIS)


def test_one_summary_a_day_from_seven_to_whom_has_something_to_decide():
    agent, idle, team = (
        UserFactory(agence=True),
        UserFactory(agence_ailleurs=True),
        UserFactory(equipe=True),
    )
    case_of(NoticeCategory.ILLEGAL)  # due on the 24th at ten
    case_of()
    assert summary.days_to_tell(at(6, 59)) == []
    (day,) = summary.days_to_tell(at(7))
    assert summary.tell_day(day, at(7))["summaries"] == 2
    assert summary.tell_day(day, at(7)) == {}
    assert summary.days_to_tell(at(7, 1)) == []
    assert summary.days_to_tell(at(23, 59)) == []
    assert set(told("summary")) == {agent, team}
    assert idle not in told("summary")
    mail = Mail.objects.get(user=agent, kind="moderation.summary")
    assert mail.context == {"waiting": 2, "late": 0, "due_today": 1, "mine": 0, "appeals": 0}
    assert says_now(mail, "subject") == "Modération : 2 à décider, dont 1 aujourd’hui"
    assert summary.days_to_tell(at(7, day=25)) == [day + 1]


def test_one_line_stays_whatever_the_days():
    agent = UserFactory(agence=True)
    case_of()
    for day in (24, 25):
        summary.tell_day(at(7, day=day).date().toordinal(), at(7, day=day))
    lines = Notification.objects.filter(user=agent, kind="moderation.summary", withdrawn_at=None)
    assert lines.get().key == "moderation:summary:2026-11-25"
    Case.objects.all().delete()
    summary.tell_day(at(7, day=26).date().toordinal(), at(7, day=26))
    assert not lines.exists()


def test_the_summary_counts_what_is_late_held_and_contested():
    team = UserFactory(equipe=True)
    case = case_of(NoticeCategory.ILLEGAL)
    claim_case(actor=team, case=case)
    filed = contested()
    assert filed.statement.recipient != team
    (day,) = summary.days_to_tell(at(12))
    summary.tell_day(day, at(12))
    mail = Mail.objects.get(user=team, kind="moderation.summary")
    assert mail.context == {"waiting": 1, "late": 1, "due_today": 0, "mine": 1, "appeals": 1}
    assert says_now(mail, "subject") == "Modération : 1 à décider, 1 en retard"
    Mail.objects.filter(pk=mail.pk).update(context=mail.context | {"waiting": 0})
    assert says_now(mail, "subject") == "Modération : 1 recours à examiner"
    assert SummaryDay.objects.count() == 1


def test_the_alert_of_the_queue_and_the_summary_are_one_mail_a_day():
    agent = UserFactory(agence=True)
    for _ in range(2):
        reported(QuestionFactory())
    (day,) = summary.days_to_tell(at(7))
    summary.tell_day(day, at(7))
    assert [mail.kind for mail in Mail.objects.filter(user=agent)] == ["moderation.summary"]
    assert agent in told("case_to_decide")


def test_who_is_away_gets_no_summary_and_the_backup_does():
    agent = UserFactory(agence=True)
    colleague = UserFactory()
    add_member(organisation=agent.organisations.get(), user=colleague)
    day = at(7).date()
    Absence.objects.create(user=agent, starts_on=day, ends_on=day, backup=colleague)
    case_of()
    summary.tell_day(day.toordinal(), at(7))
    assert told("summary") == [colleague]


def test_nobody_is_told_that_nothing_waits():
    UserFactory(agence=True)
    UserFactory(equipe=True)
    (day,) = summary.days_to_tell(at(8))
    assert summary.tell_day(day, at(8)) == {"summaries": 0}
    assert not Mail.objects.exists()
