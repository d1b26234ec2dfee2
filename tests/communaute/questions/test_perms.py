"""Who may answer, and say which answer helped."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from communaute.comptes.models import User
from communaute.questions.models import Answer, Question
from communaute.questions.perms import can_answer, can_ask, can_choose, can_keep_tags
from communaute.questions.services import answer_question
from communaute.questions.spaces.perms import can_move
from tests.communaute.comptes.factories import UserFactory

from .factories import AnswerFactory, QuestionFactory

pytestmark = pytest.mark.django_db


def test_a_visitor_neither_asks_answers_nor_retains():
    question = QuestionFactory()
    visitor = AnonymousUser()
    assert not can_ask(visitor, question.space)
    assert not can_answer(visitor, question)
    assert not can_choose(visitor, question)


def test_a_closed_account_does_not_either():
    question = QuestionFactory(author__is_active=False)
    assert not can_ask(question.author, question.space)
    assert not can_choose(question.author, question)


@pytest.mark.parametrize(
    ("role", "may"),
    [("agence", True), ("equipe", True), ("agence_ailleurs", False), ("exploitant", False)],
)
def test_who_retains_for_an_absent_asker(role, may):
    assert can_choose(UserFactory(**{role: True}), QuestionFactory(absent=True)) is may


def test_nobody_retains_an_answer_of_a_hidden_question():
    question = QuestionFactory(hidden=True)
    assert not can_choose(question.author, question)
    assert not can_choose(UserFactory(agence=True), question)
    assert not can_choose(UserFactory(equipe=True), question)


@pytest.mark.parametrize(("days", "may"), [(13, False), (15, True)])
@pytest.mark.parametrize("sign", ["date_joined", "last_login", "answer"])
def test_an_asker_is_absent_after_fourteen_days_without_a_sign(sign, days, may):
    question = QuestionFactory(absent=True)
    moment = timezone.now() - timedelta(days=days)
    if sign == "answer":
        answer = AnswerFactory(author=question.author)
        Answer.objects.filter(pk=answer.pk).update(created_at=moment)
    else:
        User.objects.filter(pk=question.author_id).update(**{sign: moment})
    assert can_choose(UserFactory(agence=True), Question.objects.get(pk=question.pk)) is may


def test_an_asker_who_closed_their_account_is_absent_and_their_thread_goes_on():
    question = QuestionFactory()
    question.author.delete()
    question = Question.objects.get()
    assert can_choose(UserFactory(agence=True), question)
    answer = answer_question(
        actor=UserFactory(),
        question=question,
        body="Chez nous, les travaux ont duré trois semaines.",
        submission_key=uuid.uuid4(),
    )
    assert Question.objects.get().first_answer_at == answer.created_at


def test_who_asked_moves_the_question_and_so_do_the_agency_and_the_team():
    question = QuestionFactory()
    for person in (question.author, UserFactory(agence=True), UserFactory(equipe=True)):
        assert can_move(person, question)
    for person in (UserFactory(), UserFactory(agence_ailleurs=True), AnonymousUser()):
        assert not can_move(person, question)


def test_a_superuser_keeps_the_tags_without_any_group():
    assert can_keep_tags(UserFactory(is_superuser=True))
    assert not can_keep_tags(UserFactory())
    assert not can_keep_tags(UserFactory(is_superuser=True, is_active=False))
