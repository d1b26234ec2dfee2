"""An appeal that is accepted puts everything back as if the decision had not been."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from communaute.comptes.trust import TrustLevel, trust_level
from communaute.moderation.appeals import appeal, decide_appeal
from communaute.moderation.audit_log.verification import is_intact
from communaute.moderation.enums import (
    AppealOutcome,
    ContentStatus,
    DecisionKind,
    SanctionKind,
)
from communaute.moderation.models import Case, Decision, Notice, Proposal, Sanction
from communaute.moderation.sanction_rules import may_write, upheld_flags
from communaute.moderation.sanctions.services import confirm_proposal
from communaute.moderation.services import decide_case
from communaute.notifications.models import Notification
from communaute.questions.effects import mark_useful
from communaute.questions.models import Answer, Question, Space
from communaute.questions.services import accept_answer, answer_question
from tests.clock import stop
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import (
    CaseFactory,
    answered,
    hidden_case,
    hide,
    reported,
    statement_of,
)
from tests.communaute.moderation.sanctions.scenes import offered, proposed, sanctioned
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory
from tests.mails import mail_of, says_now

pytestmark = pytest.mark.django_db
REPLY = "Vous avez raison : nous avions mal lu."


def overturn(statement, actor=None):
    filed = appeal(actor=statement.recipient, statement=statement, text="Je ne vends rien.")
    return answered(filed, actor=actor or UserFactory(equipe=True), reply=REPLY)


def taken_down(content):
    return hide(CaseFactory(content=content), UserFactory(agence=True)).statement


@pytest.fixture
def answer():
    """An answer, told to the asker, accepted by them, that two people found useful."""
    question = QuestionFactory(title="Combien coûte la sous-station ?")
    stored = answer_question(
        actor=UserFactory(),
        question=question,
        body="La calorifugation du collecteur nous a coûté 1 200 € par lot.",
        submission_key=uuid.uuid4(),
    )
    accept_answer(actor=question.author, answer=stored)
    for _ in range(2):
        mark_useful(actor=UserFactory(), answer=stored)
    return Answer.objects.get(pk=stored.pk)


@pytest.mark.parametrize(
    ("kind", "mark"),
    [
        (DecisionKind.ASK_EDIT, "hidden_for"),
        (DecisionKind.HIDE, "hidden_for"),
        (DecisionKind.REMOVE, "hidden_for"),
        (DecisionKind.LOCK, "is_locked"),
        (DecisionKind.LIMIT, "is_limited"),
        (DecisionKind.LABEL, "caution"),
    ],
)
def test_the_content_is_public_again_and_the_mark_is_gone(kind, mark):
    case = CaseFactory()
    decision = hide(case, UserFactory(equipe=True), kind=kind, detail="Des prix de 2019.")
    assert getattr(Question.objects.get(), mark)
    overturn(decision.statement)
    question = Question.objects.get()
    assert not getattr(question, mark)
    assert question.status == ContentStatus.PUBLISHED
    assert case.log.filter(act="recours_accepte").exists()
    assert is_intact()


@pytest.mark.usefixtures("trusted")
def test_an_answer_is_accepted_voted_counted_told_and_found_again(answer):
    def state():
        question, space = Question.objects.get(), Space.objects.get(pk=answer.question.space_id)
        told = Notification.objects.visible_to(question.author)
        return {
            "accepted": (question.accepted_answer, question.accepted_by_asker),
            "votes": (question.useful_count, Answer.objects.get().useful_count),
            "answers": (question.answers_count, question.first_answer_at),
            "activity": question.last_activity_at,
            "space": (space.questions_count, space.answered_count),
            "told": list(told.filter(kind__startswith="questions.").values()),
            "found": list(Question.objects.published().search("calorifugation")),
        }

    before = state()
    assert before["accepted"] == (answer, True)
    assert before["votes"] == (2, 2)
    assert before["told"]
    assert before["found"] == [answer.question]
    statement = taken_down(answer)
    without = state()
    assert without["accepted"][0] is None
    assert without["votes"][0] == 0
    assert without["answers"] == (0, None)
    assert (without["told"], without["found"]) == ([], [])
    overturn(statement)
    assert state() == before


def test_its_author_is_trusted_as_before():
    author = UserFactory(date_joined=timezone.now() - timedelta(days=40))
    AnswerFactory.create_batch(6, author=author)
    statement = taken_down(QuestionFactory(author=author))

    def level():
        author.forget()
        return trust_level(author)

    assert level() == TrustLevel.KNOWN
    overturn(statement)
    assert level() == TrustLevel.TRUSTED
    assert upheld_flags(author, timezone.now() - timedelta(days=60)) == 0


def test_who_reported_it_was_not_right():
    reporter, team = UserFactory(), UserFactory(equipe=True)
    cases = [CaseFactory(notices=0), CaseFactory(notices=0)]
    for case in cases:
        case.notices.create(category="commercial", explanation="Une pub.", reporter=reporter)
        hide(case, team)
    overturn(statement_of(cases[0]))
    assert Notice.objects.filter(reporter=reporter).judged().filter(was_right=True).count() == 1


def test_the_measure_that_rested_on_the_text_is_lifted_and_told(monkeypatch):
    case = hidden_case()
    person = case.author
    sanctioned(case=case)
    assert not may_write(person)
    stop(monkeypatch, timezone.now() + timedelta(minutes=6))
    overturn(statement_of(case))
    person.forget()
    assert may_write(person)
    assert Sanction.objects.get().lifted_by.kind == DecisionKind.LIFT
    line = Notification.objects.get(user=person, kind="moderation.measure_lifted")
    told = says_now(mail_of(line), "text")
    assert told.startswith("Votre recours au sujet de votre texte a été accepté. Nous mettons donc")
    assert "La raison" not in told


def test_a_closing_that_is_undone_says_what_does_not_come_back_by_itself(client, monkeypatch):
    closing = proposed(CaseFactory(), UserFactory(equipe=True), SanctionKind.CLOSING, None)
    decision = confirm_proposal(actor=UserFactory(equipe=True), proposal=closing)
    stop(monkeypatch, timezone.now() + timedelta(minutes=6))
    person = decision.statement.recipient
    overturn(decision.statement)
    line = Notification.objects.get(user=person, kind="moderation.appeal_decided")
    client.force_login(person)
    page = client.get(decision.statement.get_absolute_url()).text
    for said in (says_now(mail_of(line), "text"), page):
        assert "vous inscrire de nouveau" in said


def test_an_appeal_against_a_measure_lifted_since_says_so_and_why(client):
    case = hidden_case()
    measure = sanctioned(case=case).statement
    filed = appeal(actor=case.author, statement=measure, text="C’est trop long.")
    team = UserFactory(equipe=True)
    client.force_login(team)
    page = client.get(filed.get_absolute_url())
    assert "attend tout de même une réponse" not in page.text
    assert page.context["form"].offers_lighter
    overturn(statement_of(case), actor=team)
    page = client.get(filed.get_absolute_url())
    assert "Il a été mis fin à cette mesure le" in page.text
    said = "Recours accepté.</strong> L’auteur du recours attend tout de même une réponse."
    assert said in page.text
    # What would be refused is not offered.
    assert not page.context["form"].offers_lighter
    assert "Accepter en partie" not in page.text


def test_a_measure_over_since_leaves_no_trace(monkeypatch):
    case = hidden_case()
    sanctioned(case=case)
    later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert offered(case.author, SanctionKind.READ_ONLY) == 72
    overturn(statement_of(case))
    assert offered(case.author, SanctionKind.READ_ONLY) == 24
    assert not Notification.objects.filter(kind="moderation.measure_lifted").exists()


def test_a_measure_of_another_case_stays():
    case = hidden_case()
    other = CaseFactory(content__author=case.author)
    sanctioned(case=other)
    overturn(statement_of(case))
    assert Sanction.objects.get().lifted_at is None


def test_what_waited_for_a_second_person_waits_no_more():
    case = hidden_case()
    proposed(case, UserFactory(equipe=True), SanctionKind.CLOSING, None)
    overturn(statement_of(case))
    assert Proposal.objects.get().closed_at is not None


def test_who_decided_learns_what_was_overturned_and_why(agence):
    case = hidden_case(agence)
    overturn(statement_of(case))
    line = Notification.objects.get(user=agence, kind="moderation.appeal_overturned")
    assert REPLY in line.body
    from communaute.notifications.models import Mail

    mail = Mail.objects.get(user=agence, kind="moderation.appeal_overturned")
    assert mail.context["restriction"] == "Texte masqué : le public ne le voit pas"
    assert mail.context["outcome"] == AppealOutcome.OVERTURNED


# What came before or after stays.


def hidden_meanwhile():
    """A text that an agency's report hid: its case and the statement of the program."""

    question = QuestionFactory()
    notice = reported(question, UserFactory(agence=True))
    case = Case.objects.get(pk=notice.case_id)
    return case, case.decisions.get().statement


def test_what_a_program_hid_is_contested_at_once_and_the_case_is_settled():
    case, statement = hidden_meanwhile()
    overturn(statement)
    case.refresh_from_db()
    assert not case.is_open
    assert Question.objects.get().is_published


def test_a_decision_that_came_after_stays_and_so_does_one_that_came_before():
    case, statement = hidden_meanwhile()
    filed = appeal(actor=statement.recipient, statement=statement, text="Je ne vends rien.")
    hide(case, UserFactory(equipe=True))
    answered(filed, reply=REPLY)
    assert Question.objects.get().status == ContentStatus.HIDDEN
    assert Case.objects.get().decisions.count() == 2


def test_removing_what_was_hidden_is_overturned_to_hidden():
    case = hidden_case()
    fresh = CaseFactory(content=case.target)
    overturn(hide(fresh, UserFactory(equipe=True), kind=DecisionKind.REMOVE).statement)
    assert Question.objects.get().status == ContentStatus.HIDDEN


def test_a_decision_taken_back_meanwhile_is_answered_and_changes_nothing(equipe):
    case, statement = hidden_meanwhile()
    filed = appeal(actor=statement.recipient, statement=statement, text="Je ne vends rien.")
    case.refresh_from_db()
    decide_case(
        actor=UserFactory(equipe=True), case=case, version=case.version, kind=DecisionKind.KEEP
    )
    count = Decision.objects.count()
    decide_appeal(actor=equipe, appeal=filed, outcome=AppealOutcome.OVERTURNED, reply=REPLY)
    assert Decision.objects.count() == count
    assert Question.objects.get().is_published
