from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from cms.starter import create_starter_pages
from communaute.comptes.models import Membership
from communaute.moderation.enums import Act, Verdict
from communaute.moderation.errors import ReadingRefused
from communaute.moderation.models import Case, Decision
from communaute.moderation.second_reading.models import DrawnMonth, SecondReading, WorkedCase
from communaute.moderation.second_reading.services import (
    cases_of_the_absent,
    create_worked_cases,
    decisions_of,
    draw_month,
    hand_over,
    months_to_draw,
    read_again,
)
from communaute.moderation.services import claim_case, decide_case
from communaute.moderation.transparency.models import quarter_of
from communaute.moderation.transparency.sections import figures
from communaute.notifications.catalogue import kind_of
from communaute.notifications.models import Mail
from communaute.notifications.outbox.pending import is_worth_sending
from communaute.notifications.words import mail_parts
from communaute.organisations.models import Absence
from tests.communaute.comptes.factories import MembershipFactory, UserFactory
from tests.communaute.moderation.factories import CaseFactory, hidden_case
from tests.communaute.questions.factories import AnswerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def month():
    return timezone.localdate().replace(day=1)


def kept(actor, number):
    for _ in range(number):
        decide_case(actor=actor, case=CaseFactory(), version=1, kind="garder")


def of_team(case=None):
    decision = (case or hidden_case()).decisions.get()
    month = decision.decided_at.date().replace(day=1)
    return SecondReading.objects.create(decision=decision, month=month)


def forget_the_draw():
    SecondReading.objects.all().delete()
    DrawnMonth.objects.all().delete()


def test_five_percent_of_a_month_are_drawn_rounded_up_always_the_same(agence, month):
    decisions = 0
    for number, drawn in ((0, 0), (1, 1), (20, 1), (21, 2)):
        kept(agence, number - decisions)
        decisions = number
        assert draw_month(month, timezone.now()) == drawn
        assert DrawnMonth.objects.get().decisions == number
        assert draw_month(month, timezone.now()) == 0
        assert SecondReading.objects.count() == drawn
        first = list(SecondReading.objects.values_list("decision", flat=True))
        forget_the_draw()
    draw_month(month, timezone.now())
    assert list(SecondReading.objects.values_list("decision", flat=True)) == first


def test_another_agency_reads_and_is_told_else_the_national_team(agence, equipe, month):
    kept(agence, 1)
    draw_month(month, timezone.now())
    assert SecondReading.objects.get().organisation is None
    assert equipe.notifications.filter(kind="second_reading.to_read").exists()
    forget_the_draw()
    other = UserFactory(agence_ailleurs=True)
    draw_month(month, timezone.now())
    assert SecondReading.objects.get().organisation == other.memberships.get().organisation
    assert other.notifications.filter(kind="second_reading.to_read").exists()


def test_the_clock_draws_the_month_that_is_over():
    now = datetime(2026, 11, 30, 22, 59, tzinfo=UTC)
    assert months_to_draw(now) == [date(2026, 10, 1)]
    assert months_to_draw(now + timedelta(minutes=1)) == [date(2026, 11, 1)]
    draw_month(date(2026, 11, 1), now)
    assert months_to_draw(now + timedelta(minutes=1)) == []


def test_a_month_begins_and_ends_at_midnight_in_paris():
    case = CaseFactory()
    edges = [
        datetime(2026, 11, 30, 22, 59, 59, tzinfo=UTC),
        datetime(2026, 11, 30, 23, tzinfo=UTC),
        datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC),
        datetime(2026, 12, 31, 23, tzinfo=UTC),
    ]
    made = [Decision.objects.create(case=case, kind="garder", decided_at=at) for at in edges]
    assert list(decisions_of(date(2026, 11, 1))) == made[:1]
    assert list(decisions_of(date(2026, 12, 1))) == made[1:3]
    assert list(decisions_of(date(2027, 1, 1))) == made[3:]


def test_the_reader_does_not_see_what_was_decided_before_saying(client, equipe):
    reading = of_team()
    client.force_login(equipe)
    blind = client.get(reading.get_absolute_url()).text
    statement = reading.decision.statement
    assert reading.decision.case.snapshot[:20] in blind
    for told in (statement.facts, statement.signatory, "Ce qui avait été décidé"):
        assert told not in blind
    client.post(reading.get_absolute_url(), {"verdict": "restreindre"})
    after = client.get(reading.get_absolute_url()).text
    assert "Ce qui avait été décidé" in after
    assert statement.rule in after


@pytest.mark.parametrize(("verdict", "agrees"), [("restreindre", True), ("laisser", False)])
def test_two_readings_are_compared(equipe, verdict, agrees):
    assert read_again(actor=equipe, reading=of_team(), verdict=verdict).agrees is agrees


def test_a_reading_is_done_once_by_whom_it_is_given(equipe, agence):
    reading = of_team()
    with pytest.raises(ReadingRefused):
        read_again(actor=agence, reading=reading, verdict="laisser")
    read_again(actor=equipe, reading=reading, verdict="laisser")
    with pytest.raises(ReadingRefused):
        read_again(actor=equipe, reading=reading, verdict="restreindre")


def test_a_text_is_read_as_the_site_shows_it(client, equipe):
    reading = of_team(
        hidden_case(content__body="Gardez le **certificat**, notre chaudière au gaz.")
    )
    client.force_login(equipe)
    assert "<strong>certificat</strong>" in client.get(reading.get_absolute_url()).text


def test_the_question_that_an_answer_answers_is_read_before_it(client, equipe):
    answer = AnswerFactory(question__title="Combien coûte le raccordement ?")
    reading = of_team(hidden_case(content=answer))
    client.force_login(equipe)
    page = client.get(reading.get_absolute_url()).text
    assert page.index("Combien coûte le raccordement") < page.index("cu-quote")


def test_who_reads_second_is_told_and_loses_nothing(client, equipe):
    reading, colleague = of_team(), UserFactory(equipe=True)
    client.force_login(equipe)
    sent = {"verdict": "laisser", "note": "Le ton est vif, rien de plus."}
    for _ in range(2):
        assert client.post(reading.get_absolute_url(), sent).status_code == 302
    client.force_login(colleague)
    late = client.post(reading.get_absolute_url(), {"verdict": "laisser", "note": "Pas d’accord."})
    assert late.status_code == 409
    assert "Cette relecture est déjà faite." in late.text.partition('id="erreurs"')[2]
    assert "Pas d’accord." in late.text
    assert "Les deux avis" in late.text


def test_nobody_reads_again_their_own_decision(equipe):
    reading = of_team(hidden_case(equipe))
    assert not SecondReading.objects.visible_to(equipe).exists()
    with pytest.raises(ReadingRefused):
        read_again(actor=equipe, reading=reading, verdict="laisser")


def test_the_form_asks_what_one_would_have_done(client, equipe):
    reading = of_team()
    client.force_login(equipe)
    response = client.post(reading.get_absolute_url(), {"note": "Hum"})
    assert response.status_code == 422
    assert "Choisissez ce que vous auriez fait." in response.text
    assert "Hum" in response.text


def test_agreement_is_on_the_transparency_page_from_five_readings_on(client, equipe):
    def shown():
        return client.get("/moderation/transparence/").text

    for _ in range(4):
        read_again(actor=equipe, reading=of_team(), verdict="restreindre")
    period = quarter_of(timezone.now())
    assert figures(period)["agreement"]["sense"] == [4, 4]
    assert "100 %" not in shown()
    read_again(actor=equipe, reading=of_team(), verdict="restreindre")
    assert "100 %" in shown()
    # One reader of six disagreed: the share would tell it.
    read_again(actor=equipe, reading=of_team(), verdict="laisser")
    assert figures(period)["agreement"]["sense"] == [6, 5]
    assert "83 %" not in shown()


def test_cases_to_learn_from_are_created_once(client, agence):
    create_starter_pages()
    number = WorkedCase.objects.count()
    assert number >= 5
    assert create_worked_cases() == []
    assert WorkedCase.objects.count() == number
    WorkedCase.objects.filter(title="Le nom du syndic").first().unpublish()
    client.force_login(agence)
    page = client.get("/moderation/apprendre/").text
    assert "Un prix élevé, raconté avec colère" in page
    assert "Le nom du syndic" not in page


@pytest.fixture
def backup(agence):
    other = UserFactory(display_name="Remplaçante")
    Membership.objects.create(user=other, organisation=agence.memberships.get().organisation)
    return other


def test_the_cases_of_who_is_away_go_to_the_backup(agence, backup):
    case = CaseFactory()
    claim_case(actor=agence, case=case)
    now, today = timezone.now(), timezone.localdate()
    assert cases_of_the_absent(now) == []
    Absence.objects.create(user=agence, starts_on=today, ends_on=today, backup=backup)
    assert cases_of_the_absent(now) == [case.pk]
    assert hand_over(case.pk, now) == {"cases_handed_over": 1}
    assert Case.objects.get().claimed_by == backup
    assert cases_of_the_absent(now) == []
    assert "Absence jusqu’au" in Case.objects.get().passed_why
    # In nobody’s name: who is away passed nothing on.
    assert case.log.get(act=Act.HAND_OVER).actor is None
    mail = Mail.objects.get(user=backup, kind="moderation.case_handed_over")
    text = mail_parts(kind_of(mail.kind), mail.context)["text"]
    assert f"Vous remplacez {agence}" in text
    assert "vous passe" not in text


def test_the_backup_is_told_once_of_all_that_is_theirs(agence, backup):
    today, cases = timezone.localdate(), [CaseFactory() for _ in range(3)]
    for case in cases:
        claim_case(actor=agence, case=case)
    Absence.objects.create(user=agence, starts_on=today, ends_on=today, backup=backup)
    first, second, third = cases_of_the_absent(timezone.now())
    assert hand_over(first, timezone.now()) == {"cases_handed_over": 3}
    assert hand_over(second, timezone.now()) == {}
    mail = Mail.objects.get(user=backup, kind="moderation.case_handed_over")
    said = mail_parts(kind_of(mail.kind), mail.context)
    assert said["subject"] == "3 dossiers pour vous"
    assert f"Vous remplacez {agence} : ces dossiers sont à vous" in said["text"]
    assert said["text"].count(f", {cases[0].place}") == 3
    assert mail.url.endswith("?etat=les_miens")
    # It leaves as long as one of them is to decide, by them.
    for case in cases[:2]:
        Case.objects.filter(pk=case.pk).update(claimed_by=None)
    assert is_worth_sending(mail, kind_of(mail.kind))
    Case.objects.filter(pk=third).update(claimed_by=None)
    assert not is_worth_sending(mail, kind_of(mail.kind))


@pytest.mark.parametrize("who", [lambda: None, UserFactory], ids=["nobody", "may not decide it"])
def test_without_a_backup_who_may_decide_the_case_goes_back_to_the_queue(agence, who):
    case = CaseFactory()
    claim_case(actor=agence, case=case)
    today = timezone.localdate()
    Absence.objects.create(user=agence, starts_on=today, ends_on=today, backup=who())
    assert hand_over(case.pk, timezone.now()) == {"cases_back_in_the_queue": 1}
    assert Case.objects.get().claimed_by is None
    assert case.log.get(act=Act.RELEASE).actor is None


@pytest.mark.parametrize("then", ["nothing", "read", "removed"])
def test_what_was_read_again_or_is_for_others_now_is_not_told(agence, month, then):
    reader, colleague = UserFactory(agence_ailleurs=True), UserFactory()
    agency = reader.memberships.get().organisation
    MembershipFactory(organisation=agency, user=colleague)
    kept(agence, 1)
    draw_month(month, timezone.now())
    if then == "read":
        read_again(actor=colleague, reading=SecondReading.objects.get(), verdict=Verdict.KEEP)
    elif then == "removed":
        reader.memberships.all().delete()
    mail = Mail.objects.get(user=reader, kind="second_reading.to_read")
    assert is_worth_sending(mail, kind_of(mail.kind)) is (then == "nothing")
