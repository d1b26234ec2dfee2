"""Hidden by reports alone until somebody decides: by whom, with its reasons, and for how long."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from communaute.comptes.services import add_member
from communaute.moderation.audit_log.verification import is_intact
from communaute.moderation.enums import (
    Automation,
    CaseStatus,
    ContentStatus,
    DecisionKind,
    Escalation,
    NoticeCategory,
)
from communaute.moderation.models import Case, Decision
from communaute.moderation.reminders import cases as clock
from communaute.moderation.sanction_rules import upheld_flags
from communaute.moderation.services import decide_case, undo_decision
from communaute.moderation.services.auto_hide import alert_still_hidden, show_again
from communaute.notifications.models import Mail, Notification
from communaute.questions.models import Question
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory
from tests.communaute.moderation.factories import hide, reported
from tests.communaute.moderation.states import put_in_state
from tests.communaute.questions.factories import QuestionFactory

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
# A Monday.
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at(monkeypatch):
    """The clock is stopped at `NOW`; `at(moment)` moves it."""

    def move(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    move(NOW)
    return move


def send(question, actor, category=NoticeCategory.COMMERCIAL):
    return reported(Question.objects.get(pk=question.pk), actor, category=category)


def person(days=0, *, known=False):
    """Somebody of so many days; a published text makes them known."""
    found = UserFactory(date_joined=timezone.now() - timedelta(days=days))
    if known:
        QuestionFactory(author=found)
    return found


def settled():
    return person(8, known=True)


def three():
    """The three that are just enough: two settled, of whom one is known, and a new one."""
    return settled(), person(8), person()


def hidden_by_reports():
    question = QuestionFactory()
    for one in three():
        send(question, one)
    assert status_of(question) == ContentStatus.AUTO_HIDDEN
    return question, Case.objects.get(object_id=question.pk)


def status_of(question):
    return Question.objects.get(pk=question.pk).status


def test_three_accounts_hide_a_text_with_its_statement_told_at_once(agence):
    question, case = hidden_by_reports()
    until = NOW + timedelta(hours=72)
    decision = case.decisions.get()
    assert (decision.kind, decision.decided_by) == (DecisionKind.AUTO_HIDE, None)
    assert (case.status, case.due_at, case.hidden_until) == (CaseStatus.OPEN, until, until)
    statement = decision.statement
    assert (statement.recipient, statement.ends_at) == (question.author, until)
    assert (statement.automated_detection, statement.automated_decision) == (
        False,
        Automation.WHOLLY,
    )
    assert "Un programme l’a masqué aussitôt" in statement.facts
    assert statement.rule
    line = Notification.objects.get(user=question.author, kind="moderation.decision")
    assert line.not_before is None
    assert [one.act for one in case.log.all()] == ["signalement"] * 3 + ["masquer_auto"]
    assert Notification.objects.filter(user=agence).count() == 1
    assert is_intact()


@pytest.mark.parametrize(
    "reporters",
    [
        lambda: [settled(), settled()],
        lambda: [settled(), person(), person()],
        lambda: [person(8), person(8), person(8), person()],
        lambda: [settled(), settled(), AnonymousUser(), AnonymousUser()],
        lambda: [UserFactory(signaleur=True), UserFactory(autorite=True), settled()],
        lambda: [UserFactory(agence_ailleurs=True)],
    ],
    ids=["two", "one settled", "newcomers", "visitors", "other trades", "agency elsewhere"],
)
def test_fewer_newer_or_unknown_people_hide_nothing(reporters):
    question = QuestionFactory()
    for one in reporters():
        send(question, one)
    assert status_of(question) == ContentStatus.PUBLISHED
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("age", "status"),
    [
        (timedelta(days=7), ContentStatus.AUTO_HIDDEN),
        (timedelta(days=7) - SECOND, ContentStatus.PUBLISHED),
    ],
)
def test_an_account_is_settled_at_seven_days_to_the_second(age, status):
    question = QuestionFactory()
    second = UserFactory(date_joined=NOW - age)
    for one in (settled(), second, person()):
        send(question, one)
    assert status_of(question) == status


def of_one_building(people):
    from tests.ambassadeurs.coproprietes.factories import CoproprieteFactory

    building = CoproprieteFactory()
    for one in people:
        building.memberships.create(user=one)


def of_one_organisation(people):
    firm = OrganisationFactory(kind="syndic")
    for one in people:
        add_member(organisation=firm, user=one)


@pytest.mark.parametrize("gather", [of_one_building, of_one_organisation])
def test_the_people_of_one_building_or_organisation_are_not_enough(gather):
    question, people = QuestionFactory(), three()
    gather(people)
    for one in people:
        send(question, one)
    assert status_of(question) == ContentStatus.PUBLISHED
    send(question, person())
    assert status_of(question) == ContentStatus.AUTO_HIDDEN


def test_the_same_person_three_times_is_one():
    question, one = QuestionFactory(), settled()
    for _ in range(3):
        send(question, one)
    assert status_of(question) == ContentStatus.PUBLISHED


def test_one_agency_of_the_place_is_enough(agence):
    question = QuestionFactory()
    send(question, agence)
    assert status_of(question) == ContentStatus.AUTO_HIDDEN
    assert "Une agence locale" in Case.objects.get().decisions.get().statement.facts


@pytest.mark.parametrize(
    ("reporter", "status"),
    [
        (person, ContentStatus.PUBLISHED),
        (AnonymousUser, ContentStatus.PUBLISHED),
        (lambda: person(8), ContentStatus.AUTO_HIDDEN),
        (lambda: UserFactory(signaleur=True), ContentStatus.AUTO_HIDDEN),
    ],
)
def test_in_danger_one_settled_account_is_enough_and_an_hour_to_decide(reporter, status):
    question = QuestionFactory()
    case = send(question, reporter(), NoticeCategory.DANGER).case
    assert status_of(question) == status
    assert case.due_at == NOW + timedelta(hours=1)


def test_what_a_person_left_is_not_hidden_by_one_account_after_another(agence, at):
    question = QuestionFactory()
    case = send(question, person(8), NoticeCategory.DANGER).case
    case.refresh_from_db()
    decide_case(actor=agence, case=case, version=case.version, kind=DecisionKind.KEEP)
    send(question, person(8), NoticeCategory.DANGER)
    assert status_of(question) == ContentStatus.PUBLISHED
    # Edited since, nobody has read what it says now.
    at(NOW + SECOND)
    Question.objects.filter(pk=question.pk).update(edited_at=NOW + SECOND)
    send(question, person(8), NoticeCategory.DANGER)
    assert status_of(question) == ContentStatus.AUTO_HIDDEN


def test_one_account_hides_two_texts_alone_until_one_of_them_proves_right(agence):
    reporter = person(8)
    texts = QuestionFactory.create_batch(5)
    for text in texts[:3]:
        send(text, reporter, NoticeCategory.DANGER)
    hidden, published = ContentStatus.AUTO_HIDDEN, ContentStatus.PUBLISHED
    assert [status_of(text) for text in texts[:3]] == [hidden, hidden, published]
    send(texts[2], person(8), NoticeCategory.DANGER)
    assert status_of(texts[2]) == hidden
    left, right = (Case.objects.get(object_id=text.pk) for text in texts[:2])
    decide_case(actor=agence, case=left, version=left.version, kind=DecisionKind.KEEP)
    send(texts[3], reporter, NoticeCategory.DANGER)
    assert status_of(texts[3]) == published
    hide(right, agence)
    send(texts[4], reporter, NoticeCategory.DANGER)
    assert status_of(texts[4]) == hidden


def test_what_was_withdrawn_meanwhile_is_not_hidden():
    question = QuestionFactory()
    seen = Question.objects.get(pk=question.pk)
    first, second, last = three()
    send(question, first)
    send(question, second)
    Question.objects.filter(pk=question.pk).update(status=ContentStatus.DELETED)
    reported(seen, last)
    assert status_of(question) == ContentStatus.DELETED
    assert not Decision.objects.exists()


def test_what_a_program_hides_says_nothing_of_its_author_until_somebody_decides(agence):
    question, case = hidden_by_reports()
    assert upheld_flags(question.author, NOW - timedelta(days=60)) == 0
    hide(case, agence)
    assert upheld_flags(question.author, NOW - timedelta(days=60)) == 1


# Somebody decides.


@pytest.mark.parametrize(
    ("kind", "status"),
    [(DecisionKind.KEEP, ContentStatus.PUBLISHED), (DecisionKind.HIDE, ContentStatus.HIDDEN)],
)
def test_somebody_decides_and_the_clock_has_nothing_more_to_do(kind, status, agence):
    question, case = hidden_by_reports()
    if kind == DecisionKind.HIDE:
        hide(case, agence)
    else:
        decide_case(actor=agence, case=case, version=case.version, kind=kind)
        line = Notification.objects.get(user=question.author, kind="moderation.restored")
        assert "Nous avons relu votre texte" in line.body
    assert status_of(question) == status
    later = NOW + timedelta(days=4)
    assert clock.still_hidden(later) == clock.hidden_too_long(later) == []


def test_a_decision_taken_back_at_once_leaves_it_hidden_and_the_clock_goes_on(agence):
    question, case = hidden_by_reports()
    kept = decide_case(actor=agence, case=case, version=case.version, kind=DecisionKind.KEEP)
    undo_decision(actor=agence, decision=kept)
    assert status_of(question) == ContentStatus.AUTO_HIDDEN
    assert clock.hidden_too_long(NOW + timedelta(hours=72)) == [case.pk]


# Nobody decides.


def test_an_alert_at_two_days_once(agence, equipe):
    _, case = hidden_by_reports()
    two = NOW + timedelta(hours=48)
    assert clock.still_hidden(two - SECOND) == []
    assert clock.still_hidden(two) == [case.pk]
    assert alert_still_hidden(case.pk, two) == {"texts_still_hidden": 1}
    assert alert_still_hidden(case.pk, two) == {}
    assert clock.still_hidden(two) == []
    told = Notification.objects.filter(kind="moderation.still_hidden")
    assert {one.user for one in told} == {agence, equipe}


def test_at_three_days_it_is_shown_again_its_author_told_and_the_national_team_decides(
    agence, equipe
):
    question, case = hidden_by_reports()
    end = NOW + timedelta(hours=72)
    assert clock.hidden_too_long(end - SECOND) == []
    assert show_again(case.pk, end - SECOND) == {}
    assert clock.hidden_too_long(end) == [case.pk]
    assert show_again(case.pk, end) == {"texts_shown_again": 1}
    assert show_again(case.pk, end) == {}
    assert status_of(question) == ContentStatus.PUBLISHED
    case.refresh_from_db()
    assert (case.status, case.level) == (CaseStatus.OPEN, Escalation.NATIONAL)
    assert (case.auto_hidden_at, case.shown_again_at) == (None, end)
    assert case.decisions.last().undoes == case.decisions.first()
    line = Notification.objects.get(user=question.author, kind="moderation.restored")
    assert "Personne n’a décidé à temps" in line.body
    entrusted = Notification.objects.get(kind="moderation.case_entrusted")
    assert entrusted.user == equipe
    acts = [one.act for one in case.log.all()][-3:]
    assert acts == ["remontre", "retablir", "escalade"]
    assert is_intact()


def test_what_its_author_withdrew_meanwhile_stays_withdrawn():
    question, case = hidden_by_reports()
    put_in_state(question, ContentStatus.DELETED)
    end = NOW + timedelta(hours=72)
    assert show_again(case.pk, end) == {}
    assert status_of(question) == ContentStatus.DELETED
    assert clock.hidden_too_long(end) == []


def test_shown_again_it_takes_three_more_people_to_hide_it_again(at):
    question, case = hidden_by_reports()
    end = NOW + timedelta(hours=72)
    show_again(case.pk, end)
    at(end + SECOND)
    first, second, last = three()
    send(question, first)
    send(question, second)
    assert status_of(question) == ContentStatus.PUBLISHED
    send(question, last)
    assert status_of(question) == ContentStatus.AUTO_HIDDEN
    case.refresh_from_db()
    assert case.hidden_until == end + SECOND + timedelta(hours=72)
    assert case.decisions.filter(kind=DecisionKind.AUTO_HIDE).count() == 2


def test_left_online_by_somebody_it_is_hidden_again_in_a_new_case(agence):
    question, case = hidden_by_reports()
    decide_case(actor=agence, case=case, version=case.version, kind=DecisionKind.KEEP)
    for one in three():
        send(question, one)
    assert status_of(question) == ContentStatus.AUTO_HIDDEN
    assert Case.objects.filter(object_id=question.pk).count() == 2


def test_the_case_says_until_when_and_the_author_reads_why(client, agence):
    question, case = hidden_by_reports()
    client.force_login(agence)
    page = client.get(case.get_absolute_url()).text
    assert "Sans décision, de nouveau en ligne le jeudi 26 novembre" in page.replace("\xa0", " ")
    statement = case.decisions.get().statement
    client.force_login(question.author)
    page = client.get(statement.get_absolute_url()).text.replace("\xa0", " ")
    assert "Ce texte nous a été signalé</dd>" in page
    assert "Un programme l’a prise" in page
    assert "jusqu’au 26 novembre 2026" in page
    mail = Mail.objects.get(user=question.author, kind="moderation.decision")
    assert mail.context["kind"] == "masquer_auto"


def test_the_third_report_on_the_page_hides_it_and_each_reads_where_it_is(client):
    question = QuestionFactory()
    first, second, last = three()
    send(question, first)
    send(question, second)
    client.force_login(last)
    said = {"category": "commercial", "explanation": "Un vendeur insiste.", "good_faith": "on"}
    path = reverse("moderation:report", args=["question", question.pk])
    response = client.post(path, said, follow=True)
    assert "Merci, c’est bien reçu" in response.text
    # Her own report is what hid it: sent again, it leads to her report.
    assert client.post(path, said, follow=True).redirect_chain == response.redirect_chain
    client.force_login(UserFactory())
    assert client.get(path).status_code == 404
    assert client.get(question.get_absolute_url()).status_code == 404
    client.force_login(question.author)
    page = client.get(question.get_absolute_url())
    assert page.status_code == 200
    statement = Decision.objects.get().statement
    assert statement.get_absolute_url() in page.text
