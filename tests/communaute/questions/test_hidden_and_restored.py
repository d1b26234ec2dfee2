"""What moderation takes with an answer is given back with it, all of it."""

import pytest

from communaute.moderation.appeals import appeal, decide_appeal
from communaute.moderation.enums import AppealOutcome, DecisionKind, NoticeCategory
from communaute.moderation.registry import by_model
from communaute.moderation.services import report
from communaute.notifications.catalogue import kind_of
from communaute.notifications.models import Mail, Notification
from communaute.notifications.outbox.pending import is_worth_sending
from communaute.notifications.services import mark_all_read
from communaute.questions.counters import drifting_questions, drifting_spaces
from communaute.questions.models import Answer, Question, Space
from communaute.questions.revisions.withdrawals import put_back, withdraw
from communaute.questions.services import accept_answer
from communaute.questions.subscriptions import set_following
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import hide
from tests.communaute.questions.acts import SAID, reply
from tests.communaute.questions.factories import QuestionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted")]


@pytest.fixture
def question():
    return QuestionFactory()


@pytest.fixture
def answer(question):
    """The only answer, accepted by the asker, who read about it."""
    stored = reply(question, UserFactory(display_name="Paul R."))
    Mail.objects.update(state="sent")
    accept_answer(actor=question.author, answer=stored)
    mark_all_read(actor=question.author)
    return stored


def rows(model, **filters):
    return list(model.objects.filter(**filters).order_by("pk").values())


def taken_down(content):
    """Hidden by the agency after a report; the statement of reasons."""
    kind, agency = by_model(type(content)), UserFactory(agence=True)
    notice, _ = report(
        actor=UserFactory(),
        kind=kind,
        content=content,
        category=NoticeCategory.COMMERCIAL,
        explanation="C’est de la publicité.",
    )
    return hide(notice.case, agency).statement


def overturn(statement):
    filed = appeal(actor=statement.recipient, statement=statement, text="Je ne vends rien.")
    decide_appeal(
        actor=UserFactory(equipe=True),
        appeal=filed,
        outcome=AppealOutcome.OVERTURNED,
        reply="C’est vrai.",
    )
    assert statement.decision.case.decisions.last().kind == DecisionKind.RESTORE


def state(people):
    """All that others see: rows, counters, what people were told; not who is asked next, which an
    answered question no longer reads (`waiting_for_reach`)."""
    told = Notification.objects.filter(user__in=people, kind__startswith="questions.")
    asked_next = {"reach_step", "next_reach_at"}
    return (
        [{name: row[name] for name in row if name not in asked_next} for row in rows(Question)],
        rows(Answer),
        rows(Space),
        list(told.order_by("pk").values()),
        list(Question.objects.published().search("chaudiere").values_list("pk", flat=True)),
    )


@pytest.mark.parametrize("by_asker", [True, False])
def test_an_overturned_appeal_gives_back_all_that_hiding_an_answer_took(question, answer, by_asker):
    Question.objects.update(accepted_by_asker=by_asker)
    accepted = {"user": answer.author, "kind": "questions.answer_accepted"}
    Mail.objects.filter(**accepted).update(state="held")
    people = [question.author, answer.author]
    before = state(people)
    statement = taken_down(answer)
    hidden = Question.objects.get()
    assert (hidden.accepted_answer, hidden.answers_count) == (None, 0)
    assert not Notification.objects.visible_to(question.author).filter(
        kind__startswith="questions."
    )
    overturn(statement)
    assert state(people) == before
    assert (drifting_questions(), drifting_spaces()) == ([], [])
    # Told as it was chosen; a mail that had left does not leave twice.
    assert Mail.objects.get(**accepted).context["by_asker"] is by_asker
    assert [mail.state for mail in Mail.objects.filter(kind="questions.first_answer")] == ["sent"]


@pytest.mark.parametrize("meanwhile", [False, True])
def test_given_back_an_answer_is_not_said_chosen_once_another_was(question, answer, meanwhile):
    accepted = {"user": answer.author, "kind": "questions.answer_accepted"}
    Mail.objects.filter(**accepted).update(state="held")
    mail = Mail.objects.get(**accepted)
    assert is_worth_sending(mail, kind_of(mail.kind))
    statement = taken_down(answer) if meanwhile else None
    other = reply(question)
    accept_answer(actor=question.author, answer=other)
    assert not is_worth_sending(mail, kind_of(mail.kind))

    overturn(statement or taken_down(answer))
    assert Question.objects.get().accepted_answer == other
    assert rows(Answer, was_accepted__gt="") == []
    assert not Mail.objects.filter(**accepted).exists()


def test_an_overturned_appeal_gives_back_a_question_too(question, answer):
    people = [question.author, answer.author]
    before = state(people)
    statement = taken_down(question)
    assert not Question.objects.published()
    overturn(statement)
    assert state(people) == before
    assert (drifting_questions(), drifting_spaces()) == ([], [])


def test_a_mail_that_had_not_left_leaves_after_all(question):
    statement = taken_down(reply(question))
    assert not Mail.objects.waiting().filter(kind="questions.first_answer")
    overturn(statement)
    mail = Mail.objects.waiting().get(kind="questions.first_answer")
    assert mail.user == question.author
    assert Notification.objects.visible_to(question.author).filter(key=mail.key).count() == 1


def test_no_line_names_a_question_that_was_withdrawn_until_it_comes_back(client, question, answer):
    """Who follows it was told of its answers, one of which is hidden apart: it stays so."""
    url = "/mon-compte/notifications/recues/"
    follower = UserFactory()
    set_following(actor=follower, target=question, follows=True)
    other = reply(question)
    taken_down(reply(question, body=f"{SAID} Combien ?"))
    client.force_login(follower)
    assert question.title in client.get(url).text
    withdraw(actor=question.author, content=question)
    assert question.title not in client.get(url).text
    put_back(actor=question.author, content=question)
    assert question.title in client.get(url).text
    mine = Notification.objects.visible_to(follower).filter(thread=f"question-{question.pk}")
    assert list(mine.values_list("key", flat=True)) == [f"questions-reponse-{other.pk}"]


def test_an_asker_who_stopped_following_is_not_told_of_an_answer_put_back(question):
    stored = reply(question)
    waiting = Mail.objects.filter(user=question.author, state="waiting")
    assert waiting.count() == 1
    set_following(actor=question.author, target=question, follows=False)
    withdraw(actor=stored.author, content=stored)
    put_back(actor=stored.author, content=stored)
    assert not waiting.exists()
