"""Who may answer, and say which answer helped."""

import pytest
from django.contrib.auth.models import AnonymousUser

from communaute.questions.perms import can_answer, can_ask, can_choose
from tests.communaute.comptes.factories import UserFactory

from .factories import QuestionFactory

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
    assert can_choose(UserFactory(**{role: True}), QuestionFactory()) is may


def test_nobody_retains_an_answer_of_a_hidden_question():
    question = QuestionFactory(hidden=True)
    assert not can_choose(question.author, question)
    assert not can_choose(UserFactory(agence=True), question)
    assert not can_choose(UserFactory(equipe=True), question)
