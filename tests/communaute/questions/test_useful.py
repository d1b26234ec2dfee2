"""« Utile »: once a person, not of one's own, counted exactly, and first on the page."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from communaute.comptes.models import User
from communaute.moderation.enums import ContentStatus
from communaute.notifications.models import Notification
from communaute.questions.counters import (
    drifting_answers,
    drifting_questions,
    first_answer_at,
    repair,
)
from communaute.questions.effects import mark_useful, unmark_useful
from communaute.questions.errors import QuestionNotAllowed
from communaute.questions.models import ANSWERS_PER_PAGE, Answer, Question, Space
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.states import put_in_state
from tests.communaute.questions.acts import becomes, soup
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted")]


@pytest.fixture
def answer():
    return AnswerFactory()


def test_once_a_person_then_taken_back_and_the_author_is_told_once(answer):
    one, two, gone = UserFactory.create_batch(3)
    for person in (one, one, two, gone):
        mark_useful(actor=person, answer=answer)
    (line,) = Notification.objects.filter(user=answer.author)
    assert line.kind == "questions.useful"
    assert line.title.endswith("a été utile à quelqu’un")
    for _ in range(2):
        unmark_useful(actor=one, answer=answer)
    # The vote of a closed account still counts.
    User.objects.filter(pk=gone.pk).delete()
    assert (Answer.objects.get().useful_count, drifting_answers()) == (2, [])


def test_never_of_ones_own_nor_of_what_is_hidden(answer):
    with pytest.raises(QuestionNotAllowed, match="propre réponse"):
        mark_useful(actor=answer.author, answer=answer)
    for hidden in (AnswerFactory(hidden=True), AnswerFactory(question__hidden=True)):
        with pytest.raises(QuestionNotAllowed):
            mark_useful(actor=UserFactory(), answer=hidden)


def test_the_most_useful_comes_first_after_the_accepted_one(client):
    client.force_login(UserFactory())  # no page kept for visitors
    question = QuestionFactory()
    first, second, third = AnswerFactory.create_batch(3, question=question)
    mark_useful(actor=UserFactory(), answer=third)
    assert order_of(client, question) == [third.pk, first.pk, second.pk]
    Question.objects.filter(pk=question.pk).update(accepted_answer=second)
    assert order_of(client, question) == [second.pk, third.pk, first.pk]


def test_a_link_to_an_answer_opens_its_page_whatever_the_votes(client):
    client.force_login(UserFactory())
    question = QuestionFactory()
    rows = {"question": question, "author": UserFactory()}
    answers = AnswerFactory.create_batch(ANSWERS_PER_PAGE, **rows)
    assert len(order_of(client, question, answers[-1])) == ANSWERS_PER_PAGE
    answers += AnswerFactory.create_batch(2, **rows)
    for rank, one in enumerate(answers):
        moment = question.created_at + timedelta(minutes=rank)
        Answer.objects.filter(pk=one.pk).update(created_at=moment)
    before, last = (one.pk for one in answers[-2:])
    assert last in order_of(client, question, answers[-1])
    mark_useful(actor=UserFactory(), answer=answers[-1])
    assert order_of(client, question, answers[-1])[0] == last
    assert before in order_of(client, question, answers[-2])


def order_of(client, question, answer=None):
    found = soup(client.get(question.get_absolute_url(), {"reponse": answer.pk} if answer else {}))
    return [int(one["id"].removeprefix("reponse-")) for one in found.select(".cu-answer")]


def test_the_button_says_whether_one_voted_and_a_visitor_reads_the_number(client, answer):
    mark_useful(actor=UserFactory(), answer=answer)
    question = answer.question.get_absolute_url()
    page = client.get(question).text
    assert "Utile à 1 personne<" in page
    assert "/utile/" not in page
    client.force_login(UserFactory())
    address = f"/communaute/reponses/{answer.pk}/utile/"
    seen = []
    for data in ({}, {}, {"retirer": "1"}):
        assert client.post(address, data)["Location"] == answer.get_absolute_url()
        button = soup(client.get(question)).select_one(f"form[action='{address}'] button")
        seen.append((button["aria-pressed"], "(2)" in button.text))
    assert seen == [("true", True), ("true", True), ("false", False)]


def test_a_question_adds_up_the_votes_of_its_readable_answers(answer):
    other = AnswerFactory(question=answer.question)
    voters = UserFactory.create_batch(2)
    for voter in voters:
        mark_useful(actor=voter, answer=answer)
    mark_useful(actor=voters[0], answer=other)
    mark_useful(actor=voters[0], answer=other)  # again: nothing
    assert votes(answer) == 3
    becomes(answer, ContentStatus.HIDDEN)
    assert votes(answer) == 1
    becomes(answer, ContentStatus.PUBLISHED)
    unmark_useful(actor=voters[1], answer=answer)
    assert votes(answer) == 2
    assert drifting_questions() == []
    Question.objects.filter(pk=answer.question_id).update(useful_count=9)
    Answer.objects.filter(pk=other.pk).update(useful_count=5)
    output = StringIO()
    with pytest.raises(CommandError):
        call_command("sync_counters", check=True, stdout=output)
    assert "9 vote(s) au lieu de 6" in output.getvalue()
    assert repair()[2] == 1
    assert (votes(answer), drifting_questions()) == (2, [])


def votes(answer):
    return Question.objects.get(pk=answer.question_id).useful_count


def test_an_answer_no_longer_online_leads_back_to_its_question(client, answer):
    question = answer.question
    client.force_login(question.author)
    put_in_state(answer, ContentStatus.HIDDEN)
    for act in ("utile", "retenir"):
        page = client.post(f"/communaute/reponses/{answer.pk}/{act}/", follow=True)
        assert page.redirect_chain == [(question.get_absolute_url(), 302)]
        assert "Cette réponse n’est plus en ligne." in page.text
    put_in_state(question, ContentStatus.HIDDEN)
    client.force_login(UserFactory())
    assert client.post(f"/communaute/reponses/{answer.pk}/utile/").url == "/communaute/"


# --- The counters ---------------------------------------------------------------------------------


def run(*arguments):
    output = StringIO()
    call_command("sync_counters", *arguments, stdout=output)
    return output.getvalue()


@pytest.fixture
def question(db):
    question = QuestionFactory()
    AnswerFactory(question=question, author=question.author)
    AnswerFactory.create_batch(2, question=question)
    AnswerFactory(question=question, hidden=True)
    QuestionFactory(space=question.space, hidden=True)
    question.refresh_from_db()
    return question


@pytest.mark.parametrize(
    ("model", "name", "wrong"),
    [
        (Question, "answers_count", 9),
        (Question, "first_answer_at", None),
        (Question, "last_activity_at", datetime(2026, 1, 1, tzinfo=UTC)),
        (Space, "questions_count", 7),
    ],
)
def test_a_wrong_figure_fails_the_check_and_is_repaired(question, model, name, wrong):
    assert "justes" in run("--check")
    rows = model.objects.filter(pk=question.pk if model is Question else question.space_id)
    before = rows.values().get()
    rows.update(**{name: wrong})

    with pytest.raises(CommandError):
        run("--check")
    run()

    assert rows.values().get() == before
    assert "justes" in run("--check")


@pytest.mark.parametrize("answered", [True, False])
def test_the_asker_who_closed_their_account_has_not_answered_themself(answered):
    question = QuestionFactory()
    AnswerFactory(question=question, author=question.author)
    if answered:
        AnswerFactory(question=question, author=None)
    question.refresh_from_db()
    before = question.first_answer_at
    assert (before is not None) == answered
    question.author.delete()
    assert drifting_questions() == []
    question.refresh_from_db()
    assert first_answer_at(question) == before
