"""Every clock of moderation at its edge: one second before, nothing; at it, all of it, once."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from communaute.comptes.services import add_member
from communaute.moderation.deadlines import due_at, national_at
from communaute.moderation.enums import (
    CaseStatus,
    ContentStatus,
    Escalation,
    NoticeCategory,
    NoticeSource,
    Pace,
)
from communaute.moderation.models import Appeal, Case
from communaute.moderation.perms import can_decide
from communaute.moderation.querysets import moderators_of
from communaute.moderation.registry import by_model
from communaute.moderation.reminders import appeals as appeal_clock
from communaute.moderation.reminders import cases as clock
from communaute.moderation.services import ask_review, claim_case
from communaute.notifications.catalogue import kind_of
from communaute.notifications.models import Mail, Notification
from communaute.notifications.outbox.pending import is_worth_sending
from communaute.notifications.words import mail_parts
from communaute.organisations.models import Absence
from communaute.questions.models import Question
from socle.calendar import PARIS
from socle.scheduler.runner import run
from tests.communaute.comptes.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.communaute.moderation.factories import CaseFactory, contested
from tests.communaute.questions.factories import QuestionFactory, SpaceFactory

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
# A Monday, at ten.
OPENED = datetime(2026, 11, 23, 10, 0, tzinfo=PARIS)


def case_of(category=NoticeCategory.COMMERCIAL, source=NoticeSource.MEMBER, **more):
    due = due_at(category, OPENED, source)
    pace = Pace.URGENT if due - OPENED <= timedelta(hours=24) else Pace.ORDINARY
    return CaseFactory(**({"opened_at": OPENED, "due_at": due, "pace": pace} | more))


def lead():
    """Who answers for an agency of Isère."""
    person = UserFactory(agence=True)
    person.memberships.update(role="responsable")
    return person


def told(kind):
    return [one.user for one in Notification.objects.filter(kind=f"moderation.{kind}")]


# The table of delays.


@pytest.mark.parametrize(
    ("category", "source", "pace", "due", "national"),
    [
        (
            NoticeCategory.DANGER,
            NoticeSource.MEMBER,
            Pace.URGENT,
            OPENED + timedelta(hours=1),
            OPENED + timedelta(hours=1),
        ),
        (
            NoticeCategory.ILLEGAL,
            NoticeSource.VISITOR,
            Pace.URGENT,
            OPENED + timedelta(hours=24),
            OPENED + timedelta(hours=24),
        ),
        (
            NoticeCategory.OFF_TOPIC,
            NoticeSource.TRUSTED,
            Pace.URGENT,
            OPENED + timedelta(hours=24),
            OPENED + timedelta(hours=24),
        ),
        # Three working days: Thursday; five: Monday.
        (
            NoticeCategory.COMMERCIAL,
            NoticeSource.MEMBER,
            Pace.ORDINARY,
            datetime(2026, 11, 26, 10, 0, tzinfo=PARIS),
            datetime(2026, 11, 30, 10, 0, tzinfo=PARIS),
        ),
    ],
)
def test_each_case_goes_to_the_national_team_at_its_moment(category, source, pace, due, national):
    UserFactory(equipe=True)
    agent = UserFactory(agence=True)
    case = case_of(category, source)
    assert (case.pace, case.due_at) == (pace, due)
    assert national_at(case.pace, case.opened_at, case.due_at) == national
    assert clock.to_national(national - SECOND) == []
    assert clock.to_national(national) == [case.pk]
    assert clock.entrust_to_national(case.pk, national) == {"cases_to_national": 1}
    assert clock.entrust_to_national(case.pk, national) == {}
    assert clock.to_national(national) == []
    case.refresh_from_db()
    assert case.level == Escalation.NATIONAL
    assert not can_decide(agent, case)
    assert case in Case.objects.visible_to(agent)
    assert len(told("case_entrusted")) == 1
    assert case.log.last().act == "escalade"
    assert case.log.last().actor is None


def test_a_case_that_somebody_holds_goes_too_and_a_decided_one_stays():
    UserFactory(equipe=True)
    held, decided = case_of(NoticeCategory.ILLEGAL), case_of(NoticeCategory.ILLEGAL)
    claim_case(actor=UserFactory(agence=True), case=held)
    Case.objects.filter(pk=decided.pk).update(status=CaseStatus.DECIDED)
    assert clock.to_national(held.due_at) == [held.pk]
    assert clock.entrust_to_national(held.pk, held.due_at) == {"cases_to_national": 1}
    held.refresh_from_db()
    assert (held.level, held.claimed_by) == (Escalation.NATIONAL, None)


def test_who_is_entrusted_several_cases_at_once_is_told_once_with_each():
    team = UserFactory(equipe=True)
    late, other = case_of(), case_of(NoticeCategory.OFF_TOPIC, due_at=OPENED + timedelta(days=3))
    run(national_at(late.pace, OPENED, late.due_at), only=["moderation.to_national"])
    mail = Mail.objects.get(kind="moderation.case_entrusted", user=team)
    assert mail.context["cases"] == [late.pk, other.pk]
    assert mail.url == "/moderation/"
    parts = mail_parts(kind_of(mail.kind), mail.context)
    assert parts["subject"] == "2 dossiers confiés"
    assert parts["text"].count("\n- ") == 1  # the first one begins the text
    Case.objects.filter(pk=late.pk).update(status=CaseStatus.DECIDED)
    assert is_worth_sending(mail, kind_of(mail.kind))
    Case.objects.update(status=CaseStatus.DECIDED)
    assert not is_worth_sending(mail, kind_of(mail.kind))


@pytest.mark.parametrize("failing", [0, 1])
def test_a_case_that_cannot_be_entrusted_keeps_no_other(monkeypatch, failing):
    UserFactory(equipe=True)
    cases = [case_of(NoticeCategory.ILLEGAL) for _ in range(2)]
    escalate = clock.escalate

    def fail(*, case, **how):
        if case == cases[failing]:
            raise ValueError
        return escalate(case=case, **how)

    monkeypatch.setattr(clock, "escalate", fail)
    only = ["moderation.to_national"]
    done = run(cases[0].due_at, only=only)
    assert (done.errors, done.counts) == (1, {"cases_to_national": 1})
    assert len(told("case_entrusted")) == 1
    monkeypatch.setattr(clock, "escalate", escalate)
    assert run(cases[0].due_at, only=only).counts == {"cases_to_national": 1}
    assert len(told("case_entrusted")) == 2


def test_the_lead_is_told_at_three_working_days_and_the_others_still_decide():
    chief, agent = lead(), UserFactory()
    add_member(organisation=chief.organisations.get(), user=agent)
    case = case_of()
    assert clock.late_with_agency(case.due_at - SECOND) == []
    assert clock.late_with_agency(case.due_at) == [case.pk]
    assert clock.tell_lead(case.pk, case.due_at) == {"cases_late": 1}
    assert clock.tell_lead(case.pk, case.due_at) == {}
    assert clock.late_with_agency(case.due_at) == []
    assert told("case_late") == [chief]
    case.refresh_from_db()
    assert can_decide(agent, case)


def test_a_lead_who_is_away_without_a_stand_in_is_told_all_the_same():
    chief, agent, today = lead(), UserFactory(), timezone.localdate()
    add_member(organisation=chief.organisations.get(), user=agent)
    Absence.objects.create(user=chief, starts_on=today, ends_on=today)
    case = case_of()
    clock.tell_lead(case.pk, case.due_at)
    assert told("case_late") == [chief]


# What is read before publication.


def waiting_review():
    """Of a text that the program holds, by its own road."""
    kind, content = by_model(Question), QuestionFactory(status=ContentStatus.PENDING)
    due = OPENED + timedelta(hours=8)
    case = ask_review(kind=kind, content=content, why="Un premier texte.", due_at=due)
    Case.objects.filter(pk=case.pk).update(opened_at=OPENED)
    return Case.objects.get(pk=case.pk)


def neighbour(code="69"):
    """Somebody of an agency of the Rhône: the region of Isère."""
    return MembershipFactory(organisation=OrganisationFactory(covers=[code])).user


def test_a_text_to_read_goes_to_a_neighbour_at_its_hour_and_to_the_team_after_a_day():
    UserFactory(agence=True)
    team = UserFactory(equipe=True)
    beside, far = neighbour(), neighbour("44")
    case = waiting_review()
    assert clock.to_neighbour(case.due_at - SECOND) == []
    assert clock.to_neighbour(case.due_at) == [case.pk]
    assert clock.entrust_to_neighbour(case.pk, case.due_at) == {"cases_to_neighbour": 1}
    case.refresh_from_db()
    assert can_decide(beside, case)
    assert not can_decide(far, case)
    assert case in Case.objects.visible_to(beside)
    assert case not in Case.objects.visible_to(far)
    day = OPENED + timedelta(hours=24)
    assert clock.to_national(day - SECOND) == []
    assert clock.to_national(day) == [case.pk]
    clock.entrust_to_national(case.pk, day)
    case.refresh_from_db()
    assert not can_decide(beside, case)
    assert can_decide(team, case)


def test_without_neighbour_it_goes_to_the_team_at_once():
    UserFactory(agence=True)
    UserFactory(equipe=True)
    case = waiting_review()
    assert clock.entrust_to_neighbour(case.pk, case.due_at) == {"cases_to_national": 1}


def test_the_neighbour_with_the_fewest_cases_of_others_is_asked():
    UserFactory(agence=True)
    busy, free = neighbour(), neighbour("73")
    OrganisationFactory(covers=["01"])  # nobody works there
    other = case_of()
    Case.objects.filter(pk=other.pk).update(
        level=Escalation.NEIGHBOUR, entrusted_to=busy.organisations.get()
    )
    assert clock.neighbour_of(waiting_review()) == free.organisations.get()


# Nothing grows old in silence.


def test_after_thirty_days_the_contact_address_is_told_each_week():
    UserFactory(equipe=True)
    case = case_of(level=Escalation.NATIONAL)
    month = OPENED + timedelta(days=30)
    assert clock.old_with_national(month - SECOND) == []
    assert clock.old_with_national(month) == [case.pk]
    assert clock.tell_contact(case.pk, month) == {"cases_old": 1}
    assert clock.old_with_national(month + timedelta(days=7) - SECOND) == []
    assert clock.old_with_national(month + timedelta(days=7)) == [case.pk]
    clock.tell_contact(case.pk, month + timedelta(days=7))
    assert Mail.objects.filter(kind="moderation.case_old").count() == 2


def test_whatever_its_pace_a_case_of_thirty_days_is_the_teams():
    case = case_of(due_at=OPENED + timedelta(days=90), pace=Pace.URGENT)
    month = OPENED + timedelta(days=30)
    assert clock.to_national(month - SECOND) == []
    assert clock.to_national(month) == [case.pk]


# Where nobody moderates any more.


def test_a_case_whose_agency_lost_its_last_moderator_goes_to_the_team():
    team = UserFactory(equipe=True)
    first, last = UserFactory(agence=True), UserFactory(agence=True)
    case = case_of()
    claim_case(actor=last, case=case)
    first.memberships.all().delete()
    assert clock.without_agency(OPENED) == []
    last.memberships.all().delete()
    assert clock.without_agency(OPENED) == [case.pk]
    assert clock.hand_to_national(case.pk, OPENED) == {"cases_without_agency": 1}
    case.refresh_from_db()
    assert (case.level, case.claimed_by) == (Escalation.NATIONAL, None)
    assert told("case_entrusted") == [team]
    assert clock.without_agency(OPENED) == []


def test_a_closed_account_is_nobody():
    UserFactory(equipe=True)
    agent = UserFactory(agence=True)
    case = case_of()
    agent.is_active = False
    agent.save()
    assert clock.without_agency(OPENED) == [case.pk]


def test_a_neighbour_that_lost_its_people_is_nobody_either():
    UserFactory(agence=True)
    UserFactory(equipe=True)
    beside = neighbour()
    case = case_of(level=Escalation.NEIGHBOUR, entrusted_to=beside.organisations.get())
    assert clock.without_agency(OPENED) == []
    beside.memberships.all().delete()
    assert clock.without_agency(OPENED) == [case.pk]


def test_any_level_of_territory_is_somebody():
    from communaute.territoires.models import Commune, Departement

    case = case_of(content__space=SpaceFactory(commune=Commune.objects.get(code="38185")))
    assert case.commune is not None
    assert clock.without_agency(OPENED) == [case.pk]
    for where in ("38185", "200040715", "38", Departement.objects.get(pk="38").region):
        agency = MembershipFactory(organisation=OrganisationFactory(covers=[where]))
        assert clock.without_agency(OPENED) == [], where
        agency.delete()


def test_what_was_written_for_all_of_france_never_had_an_agency():
    space = SpaceFactory(commune=None, departement=None)
    case_of(content=QuestionFactory(space=space))
    assert clock.without_agency(OPENED) == []


def test_looking_for_them_takes_as_many_queries_for_two_hundred(django_assert_num_queries):
    UserFactory(agence=True)
    case_of()
    with django_assert_num_queries(3):
        clock.without_agency(OPENED)
    for _ in range(20):
        case_of()
    with django_assert_num_queries(3):
        clock.without_agency(OPENED)


# Appeals.


def test_after_thirty_days_without_answer_the_leads_and_the_contact_address_are_told(settings):
    chief, member = UserFactory(equipe=True), UserFactory(equipe=True)
    chief.memberships.update(role="responsable")
    filed = contested()
    limit = filed.hard_due_at
    assert limit == filed.filed_at + timedelta(days=30)
    assert appeal_clock.overdue(limit - SECOND) == []
    assert appeal_clock.overdue(limit) == [filed.pk]
    assert appeal_clock.tell_overdue(filed.pk, limit) == {"appeals_overdue": 1}
    assert appeal_clock.tell_overdue(filed.pk, limit) == {}
    assert told("appeal_overdue") == [chief]
    assert member not in told("appeal_overdue")
    mails = Mail.objects.filter(kind="moderation.appeal_overdue")
    assert {mail.email or mail.user.email for mail in mails} == {
        settings.CONTACT_EMAIL,
        chief.email,
    }
    Appeal.objects.update(decided_at=limit, overdue_told_at=None)
    assert appeal_clock.overdue(limit) == []


# The whole, as `tick` does it.


def test_a_case_that_nobody_decides_is_followed_to_the_end():
    team = UserFactory(equipe=True)
    chief = lead()
    case = case_of()
    keys = [step.key for step in clock.STEPS]
    seen = []
    for days in range(45):
        run(OPENED + timedelta(days=days), only=keys)
        case.refresh_from_db()
        seen.append(case.level)
    assert seen[:7] == [""] * 7
    assert set(seen[7:]) == {Escalation.NATIONAL}
    assert told("case_late") == [chief]
    assert told("case_entrusted") == [team]
    assert Mail.objects.filter(kind="moderation.case_old").count() == 3
    assert list(moderators_of(case)) == [chief]
