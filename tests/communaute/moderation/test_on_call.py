"""At night: what has a clock of hours leaves at once, to whoever is on call; the rest at 7:00."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from communaute.comptes.enums import MembershipRole
from communaute.moderation.appeals import appeal
from communaute.moderation.decision_rules import Reasons
from communaute.moderation.enums import DecisionKind, Escalation, Ground, NoticeCategory
from communaute.moderation.models import Case
from communaute.moderation.sanctions.services import propose_measure
from communaute.moderation.services import decide_case, escalate
from communaute.notifications import outbox
from communaute.notifications.catalogue import kind_of
from communaute.notifications.enums import MailState
from communaute.notifications.models import Mail
from communaute.notifications.words import mail_parts
from communaute.organisations.models import Absence
from tests.clock import stop
from tests.communaute.comptes.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.communaute.moderation.factories import answered
from tests.communaute.questions.factories import QuestionFactory

from .factories import CaseFactory, hide, statement_of
from .factories import reported as reported_text
from .states import FACTS, RULE

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 11, 25, 20, 18, tzinfo=UTC)  # 21:18 in Paris
THREAT = "Il dit où habite la gardienne, et qu’il va venir."
MORNING = datetime(2026, 11, 26, 6, tzinfo=UTC)  # 7:00


@pytest.fixture(autouse=True)
def night(monkeypatch):
    return stop(monkeypatch, EVENING)


@pytest.fixture
def agency():
    return OrganisationFactory(kind="agence", name="Agence de l’Isère", covers=["38"])


@pytest.fixture
def lead(agency):
    return MembershipFactory(organisation=agency, role=MembershipRole.RESPONSABLE).user


@pytest.fixture
def member(agency):
    return MembershipFactory(organisation=agency).user


@pytest.fixture
def on_call(agency):
    return MembershipFactory(organisation=agency, is_on_call=True).user


@pytest.fixture
def team():
    return UserFactory(equipe=True)


def reported(category, actor=None):
    return reported_text(QuestionFactory(), actor, category=category, explanation=THREAT)


def left(kind):
    """Who got a mail of this kind: what is due now leaves."""
    outbox.drain()
    rows = Mail.objects.filter(kind=f"moderation.{kind}", state=MailState.SENT)
    return {row.user for row in rows}


def planned(kind):
    return {row.user: row.planned_at for row in Mail.objects.filter(kind=f"moderation.{kind}")}


def test_danger_at_night_reaches_who_is_on_call_and_the_others_in_the_morning(
    agency, lead, member, on_call, team
):
    reported(NoticeCategory.DANGER)
    assert left("case_urgent") == {on_call}
    assert planned("case_urgent") == {lead: MORNING, member: MORNING, on_call: EVENING}


def test_the_mail_quotes_what_the_reporter_explains(on_call):
    notice = reported(NoticeCategory.DANGER)
    mail = Mail.objects.get(kind="moderation.case_urgent", user=on_call)
    text = mail_parts(kind_of(mail.kind), mail.context)["text"]
    assert f"explique\u00a0:\n\n> {notice.explanation}\n" in text


def test_a_mail_that_waited_for_the_morning_says_when_it_was_reported(lead):
    reported(NoticeCategory.DANGER, actor=UserFactory())
    mail = Mail.objects.get(kind="moderation.case_urgent", user=lead)
    text = mail_parts(kind_of(mail.kind), mail.context)["text"].replace("\xa0", " ")
    assert "a été signalé le mercredi 25 novembre 2026 à 21 h 18 : Quelqu’un est en danger" in text
    assert "vient d’être" not in text


def test_without_anybody_on_call_the_national_team_is_told_at_once(lead, member, team):
    reported(NoticeCategory.ILLEGAL)
    assert left("case_urgent") == {team}
    assert planned("case_urgent") == {lead: MORNING, member: MORNING, team: EVENING}


def test_with_nobody_in_the_team_everybody_is_told_at_once(lead, member):
    reported(NoticeCategory.DANGER)
    assert left("case_urgent") == {lead, member}


def test_who_stands_in_for_the_person_on_call_is_told(agency, lead, on_call, team):
    stand_in = MembershipFactory(organisation=agency).user
    day = date(2026, 11, 25)
    away = Absence.objects.create(user=on_call, starts_on=day, ends_on=day, backup=stand_in)
    reported(NoticeCategory.DANGER)
    assert left("case_urgent") == {stand_in}
    away.backup = None
    away.save()
    reported(NoticeCategory.DANGER)
    assert left("case_urgent") == {stand_in, team}


def test_by_day_everybody_is_told_at_once_and_the_team_is_not(
    monkeypatch, lead, member, on_call, team
):
    stop(monkeypatch, MORNING)
    reported(NoticeCategory.DANGER)
    assert left("case_urgent") == {lead, member, on_call}


def test_an_authority_and_a_trusted_flagger_are_heard_at_night(on_call, member):
    reported(NoticeCategory.COMMERCIAL, actor=UserFactory(autorite=True))
    assert left("case_urgent") == {on_call}


def test_somebody_in_danger_after_all_is_told_again(on_call):
    notice = reported(NoticeCategory.ILLEGAL)
    reported_text(notice.case.target, category=NoticeCategory.DANGER)
    outbox.drain()
    assert Mail.objects.filter(kind="moderation.case_urgent", user=on_call).count() == 2


@pytest.mark.parametrize("category", [NoticeCategory.DANGER, NoticeCategory.ILLEGAL])
def test_what_has_a_clock_of_hours_is_told_of_a_case_that_is_late_too(on_call, category):
    notice = reported(NoticeCategory.RUDE)
    Case.objects.filter(pk=notice.case_id).update(due_at=timezone.now() - timedelta(days=3))
    outbox.drain()
    assert not Mail.objects.filter(kind="moderation.case_urgent").exists()
    for _ in range(2):
        reported_text(notice.case.target, category=category)
    outbox.drain()
    assert Mail.objects.filter(kind="moderation.case_urgent", user=on_call).count() == 1


def test_what_was_decided_in_the_night_is_not_told_in_the_morning(monkeypatch, lead, on_call):
    case = reported(NoticeCategory.DANGER).case
    case.refresh_from_db()
    decide_case(actor=on_call, case=case, version=case.version, kind=DecisionKind.KEEP)
    stop(monkeypatch, MORNING + timedelta(minutes=1))
    assert left("case_urgent") == set()
    assert Mail.objects.get(kind="moderation.case_urgent", user=lead).state == MailState.WITHDRAWN


def test_a_case_entrusted_at_night_leaves_at_once(lead, on_call, team):
    case = CaseFactory()
    escalate(actor=on_call, case=case, level=Escalation.NATIONAL, why="Je n’ose pas décider.")
    assert left("case_entrusted") == {team}
    case = Case.objects.get(pk=CaseFactory().pk)
    escalate(actor=on_call, case=case, level=Escalation.LEAD, why="Je n’ose pas décider seul.")
    assert left("case_entrusted") == {team}
    assert planned("case_entrusted")[lead] == MORNING


def test_a_measure_proposed_at_night_reaches_who_may_confirm_it(agency, lead, member, team):
    agency.memberships.filter(user=lead).update(is_on_call=True)
    case = CaseFactory()
    propose_measure(actor=member, case=case, sanction="lecture_seule", hours=24, **why(case))
    assert left("proposal") == {lead}
    assert planned("proposal")[team] == MORNING


def test_a_measure_for_the_team_alone_reaches_the_team_at_night(lead, on_call, team):
    case = CaseFactory()
    propose_measure(actor=lead, case=case, sanction="suspension", hours=30 * 24, **why(case))
    assert left("proposal") == {team}


def why(case):
    return {"reasons": Reasons(facts=FACTS, ground=Ground.CGU, rule=RULE), "version": case.version}


def test_a_statement_and_the_answer_to_an_appeal_leave_when_they_are_made(monkeypatch, team):
    agent = UserFactory(agence=True)
    case = CaseFactory()
    hide(case, agent)
    stop(monkeypatch, EVENING + timedelta(minutes=5))  # nobody takes it back any more
    assert left("decision") == {case.author}
    assert left("notice_decided") == {case.notices.get().reporter}
    found = appeal(actor=case.author, statement=statement_of(case), text="Ce n’était pas une pub.")
    answered(found, "confirme", actor=team, reply="C’en était une, voyez la règle.")
    assert left("appeal_decided") == {case.author}


def urgent_again(notice):
    """The same text, reported for a shorter clock; whom that tells."""
    before = set(Mail.objects.filter(kind="moderation.case_urgent").values_list("pk", flat=True))
    reported_text(notice.case.target, category=NoticeCategory.DANGER)
    told = Mail.objects.filter(kind="moderation.case_urgent").exclude(pk__in=before)
    return {one.user for one in told}


@pytest.mark.parametrize("level", [Escalation.NATIONAL, Escalation.LEAD, Escalation.NEIGHBOUR])
def test_what_was_entrusted_is_told_to_who_has_it(monkeypatch, lead, member, team, level):
    stop(monkeypatch, MORNING)
    near = OrganisationFactory(kind="agence", name="Agence du Rhône", covers=["69"])
    neighbour = MembershipFactory(organisation=near).user
    notice = reported(NoticeCategory.ILLEGAL)
    organisation = near if level == Escalation.NEIGHBOUR else None
    entrusted = {"level": level, "organisation": organisation, "why": "Je n’ose pas décider."}
    escalate(actor=member, case=notice.case, **entrusted)
    has_it = {"NATIONAL": team, "LEAD": lead, "NEIGHBOUR": neighbour}[level.name]
    assert urgent_again(notice) == {has_it}


def test_a_lead_who_left_lets_the_team_have_the_case(monkeypatch, lead, member, team):
    stop(monkeypatch, MORNING)
    notice = reported(NoticeCategory.ILLEGAL)
    escalate(actor=member, case=notice.case, level=Escalation.LEAD, why="Je n’ose pas décider.")
    lead.memberships.all().delete()
    assert urgent_again(notice) == {team}


def test_an_alert_that_waits_for_the_morning_leaves_for_who_may_still_decide(
    monkeypatch, lead, member, on_call, team
):
    case = reported(NoticeCategory.DANGER).case
    escalate(actor=on_call, case=case, level=Escalation.LEAD, why="Je n’ose pas décider seul.")
    case.refresh_from_db()
    stop(monkeypatch, MORNING + timedelta(minutes=1))
    assert left("case_urgent") == {lead}


def test_an_alert_of_what_the_team_was_given_does_not_leave_for_the_agency(
    monkeypatch, lead, member, on_call, team
):
    case = reported(NoticeCategory.DANGER).case
    escalate(actor=on_call, case=case, level=Escalation.NATIONAL, why="Je n’ose pas décider.")
    stop(monkeypatch, MORNING + timedelta(minutes=1))
    assert left("case_urgent") == set()
    assert left("case_entrusted") == {team}


def test_who_is_away_since_midnight_is_not_told_in_the_morning_when_somebody_stands_in(
    monkeypatch, lead, member, on_call
):
    week = {"starts_on": date(2026, 11, 26), "ends_on": date(2026, 12, 2)}
    Absence.objects.create(user=lead, backup=member, **week)
    reported(NoticeCategory.DANGER)
    stop(monkeypatch, MORNING + timedelta(minutes=1))
    assert left("case_urgent") == {member, on_call}
