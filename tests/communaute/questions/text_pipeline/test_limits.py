"""How often one may write, each number on its edge: told, with nothing lost."""

import uuid
from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.utils import timezone

from communaute.comptes.models import User
from communaute.comptes.trust import TrustLevel, trust_level
from communaute.questions.errors import (
    FirstDayLimit,
    SameTextElsewhere,
    TooSoon,
)
from communaute.questions.models import Question
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.acts import ask, comment, reply
from tests.communaute.questions.factories import AnswerFactory, CommentFactory, QuestionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted")]

TEXT = "Nous payons 1 200 € par lot et par an, abonnement compris."


def somebody(*, days=1, **account):
    """An account opened so many days ago; `confirmed_email=False` makes it a newcomer's."""
    return UserFactory(date_joined=timezone.now() - timedelta(days=days), **account)


def refused_unless(accepted, error, said):
    return nullcontext() if accepted else pytest.raises(error, match=said)


def again(person):
    """The same person in another request."""
    return User.objects.get(pk=person.pk)


def asks(actor, space, number=0):
    title = f"Combien coûte le raccordement, essai {number} ?"
    body = f"Notre chaudière au gaz a vingt-cinq ans, et le réseau passe. Essai {number}."
    return ask(again(actor), space, title=title, body=body)


def replies(actor, question=None, body=TEXT):
    return reply(question or QuestionFactory(), again(actor), body)


@pytest.mark.parametrize(
    ("is_new", "seconds", "accepted"),
    [(False, 59, False), (False, 60, True), (True, 299, False), (True, 300, True)],
)
def test_gap_between_questions(clock, space, is_new, seconds, accepted):
    actor = somebody(confirmed_email=not is_new)
    asks(actor, space, 1)
    assert trust_level(again(actor)) == (TrustLevel.NEWCOMER if is_new else TrustLevel.KNOWN)
    clock(seconds=seconds)
    with refused_unless(accepted, TooSoon, "attendez encore 1 seconde"):
        asks(actor, space, 2)


@pytest.mark.parametrize(
    ("kind", "is_new", "seconds", "accepted"),
    [
        ("answer", False, 9, False),
        ("answer", False, 10, True),
        ("comment", False, 9, False),
        ("comment", True, 29, False),
        ("comment", True, 30, True),
    ],
)
def test_gap_between_answers_and_between_comments(clock, kind, is_new, seconds, accepted):
    actor = somebody(confirmed_email=not is_new)
    AnswerFactory(author=actor)  # somebody known has a text online
    clock(hours=1)

    def write(number):
        if kind == "answer":
            return replies(actor, body=f"{TEXT} Essai {number}.")
        return comment(AnswerFactory(), again(actor), f"Merci, c’est clair. Essai {number}.")

    write(1)
    clock(seconds=seconds)
    with refused_unless(accepted, TooSoon, "attendez encore 1 seconde"):
        write(2)


@pytest.mark.parametrize(
    ("already", "age", "traits", "accepted"),
    [
        (2, {"hours": 23}, {}, True),
        (3, {"hours": 24, "seconds": -1}, {}, False),
        (3, {"hours": 24}, {}, True),
        (3, {"hours": 1}, {"agence": True}, True),
    ],
)
def test_three_questions_on_the_first_day(clock, space, already, age, traits, accepted):
    actor = UserFactory(date_joined=timezone.now() - timedelta(**age), **traits)
    QuestionFactory.create_batch(already, author=actor)
    Question.objects.update(created_at=timezone.now() - timedelta(minutes=30))
    with refused_unless(accepted, FirstDayLimit, r"3\squestions .* publiez-le demain"):
        asks(actor, space)


@pytest.mark.parametrize(("already", "accepted"), [(9, True), (10, False)])
def test_ten_answers_and_comments_on_the_first_day(clock, already, accepted):
    actor = somebody(days=0)
    AnswerFactory.create_batch(already - 4, author=actor)
    CommentFactory.create_batch(4, author=actor)
    clock(minutes=5)
    for write in (lambda: replies(actor), lambda: comment(AnswerFactory(), again(actor))):
        with refused_unless(accepted, FirstDayLimit, r"10\sréponses ou commentaires"):
            write()
        accepted = False


@pytest.mark.parametrize(("most", "said"), [(1, "La dernière réponse est"), (3, "Les 3 dernières")])
def test_as_many_answers_in_a_row_as_the_number_says(client, clock, settings, most, said):
    settings.NUMBERS = {"questions": {"answers_in_a_row": most}}
    actor, question = somebody(agence=True), QuestionFactory()
    AnswerFactory(question=question, author=actor)
    AnswerFactory(question=question, author=None)
    AnswerFactory.create_batch(most - 1, question=question, author=actor)
    clock(minutes=1)
    assert replies(actor, question, f"{TEXT} Encore une.").pk
    clock(minutes=1)
    # Said beside the text, which stays.
    client.force_login(actor)
    sent = {"body": f"{TEXT} Celle de trop.", "submission_key": str(uuid.uuid4())}
    page = client.post(f"/communaute/questions/{question.pk}/repondre/", sent)
    assert page.status_code == 422
    assert said in page.text
    assert sent["body"] in page.text
    # Elsewhere it is another thread; and here, once somebody else answered.
    assert replies(actor, body=f"{TEXT} Ailleurs.").pk
    clock(minutes=1)
    AnswerFactory(question=question)
    assert replies(actor, question, f"{TEXT} La suite.").pk


@pytest.mark.parametrize(
    ("body", "age", "accepted"),
    [
        (TEXT, {"hours": 24, "seconds": -1}, False),
        (TEXT, {"hours": 24}, True),
        (TEXT.upper(), {"hours": 1}, True),
    ],
)
def test_the_same_text_word_for_word_under_another_question(clock, body, age, accepted):
    actor = somebody()
    replies(actor)
    clock(**age)
    with refused_unless(accepted, SameTextElsewhere, "Votre texte est gardé"):
        replies(actor, body=body)
