"""Who may answer, and say which answer helped."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from communaute.comptes.models import User
from communaute.questions.models import Answer, Question
from communaute.questions.perms import can_answer, can_ask, can_choose, can_keep_tags
from communaute.questions.spaces.perms import can_move
from tests.communaute.comptes.factories import UserFactory

from .acts import reply
from .factories import AnswerFactory, QuestionFactory

pytestmark = pytest.mark.django_db


def test_neither_a_visitor_nor_a_closed_account_asks_answers_retains_or_moves():
    question = QuestionFactory(author__is_active=False)
    for nobody in (AnonymousUser(), question.author):
        assert not can_ask(nobody, question.space)
        assert not can_answer(nobody, question)
        assert not can_choose(nobody, question)
    assert not can_move(AnonymousUser(), question)
    hidden = QuestionFactory(hidden=True)
    for person in (hidden.author, UserFactory(agence=True), UserFactory(equipe=True)):
        assert not can_choose(person, hidden)


@pytest.mark.parametrize("sign", ["date_joined", "last_login", "answer"])
def test_an_asker_is_absent_after_fourteen_days_without_a_sign(sign):
    question, agency = QuestionFactory(absent=True), UserFactory(agence=True)
    if sign == "answer":
        AnswerFactory(author=question.author)
    may = {}
    for days in (13, 15):
        moment = timezone.now() - timedelta(days=days)
        if sign == "answer":
            Answer.objects.update(created_at=moment)
        else:
            User.objects.filter(pk=question.author_id).update(**{sign: moment})
        may[days] = can_choose(agency, Question.objects.get(pk=question.pk))
    assert may == {13: False, 15: True}


def test_an_asker_who_closed_their_account_is_absent_and_their_thread_goes_on():
    question = QuestionFactory()
    question.author.delete()
    question = Question.objects.get()
    assert can_choose(UserFactory(agence=True), question)
    answer = reply(question)
    assert Question.objects.get().first_answer_at == answer.created_at


def test_a_superuser_keeps_the_tags_without_any_group():
    assert can_keep_tags(UserFactory(is_superuser=True))
    assert not can_keep_tags(UserFactory())
    assert not can_keep_tags(UserFactory(is_superuser=True, is_active=False))
