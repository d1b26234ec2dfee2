"""How often one may write, each number on its edge: told, with nothing lost."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from communaute.comptes.models import User
from communaute.comptes.trust import TrustLevel, trust_level
from communaute.questions.comments import add_comment
from communaute.questions.errors import (
    FirstDayLimit,
    SameTextElsewhere,
    TooManyInARow,
    TooSoon,
)
from communaute.questions.services import answer_question, ask_question
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.factories import AnswerFactory, CommentFactory, QuestionFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 25, 11, tzinfo=timezone.get_default_timezone())
TEXT = "Nous payons 1 200 € par lot et par an, abonnement compris."


@pytest.fixture
def clock(monkeypatch):
    """`clock(seconds)` moves the time of the whole service on, to the second."""
    moment = [NOON]
    monkeypatch.setattr(timezone, "now", lambda: moment[0])

    def on(**more):
        moment[0] += timedelta(**more)
        return moment[0]

    return on


def somebody(*, days=1, **account):
    """An account opened so many days ago; `confirmed_email=False` makes it a newcomer's."""
    return UserFactory(date_joined=timezone.now() - timedelta(days=days), **account)


def again(person):
    """The same person in another request."""
    return User.objects.get(pk=person.pk)


def ask(actor, space, number=0):
    return ask_question(
        actor=again(actor),
        space=space,
        title=f"Combien coûte le raccordement, essai {number} ?",
        body=f"Notre chaudière au gaz a vingt-cinq ans, et le réseau passe. Essai {number}.",
        submission_key=uuid.uuid4(),
    )


def reply(actor, question=None, body=TEXT):
    return answer_question(
        actor=again(actor),
        question=question or QuestionFactory(),
        body=body,
        submission_key=uuid.uuid4(),
    )


@pytest.mark.parametrize(
    ("is_new", "seconds", "accepted"),
    [(False, 59, False), (False, 60, True), (True, 299, False), (True, 300, True)],
)
def test_gap_between_questions(clock, space, is_new, seconds, accepted):
    actor = somebody(confirmed_email=not is_new)
    ask(actor, space, 1)
    assert trust_level(again(actor)) == (TrustLevel.NEWCOMER if is_new else TrustLevel.KNOWN)
    clock(seconds=seconds)
    if accepted:
        assert ask(actor, space, 2).pk
        return
    with pytest.raises(TooSoon, match="attendez encore 1 seconde"):
        ask(actor, space, 2)


@pytest.mark.parametrize(
    ("is_new", "seconds", "accepted"),
    [(False, 9, False), (False, 10, True), (True, 29, False), (True, 30, True)],
)
@pytest.mark.parametrize("kind", ["answer", "comment"])
def test_gap_between_answers_and_between_comments(clock, kind, is_new, seconds, accepted):
    actor = somebody(confirmed_email=not is_new)
    AnswerFactory(author=actor)  # somebody known has a text online
    clock(hours=1)

    def write(number):
        if kind == "answer":
            return reply(actor, body=f"{TEXT} Essai {number}.")
        return add_comment(
            actor=again(actor),
            about=AnswerFactory(),
            body=f"Merci, c’est clair. Essai {number}.",
            submission_key=uuid.uuid4(),
        )

    write(1)
    clock(seconds=seconds)
    if accepted:
        assert write(2).pk
        return
    with pytest.raises(TooSoon, match="attendez encore 1 seconde"):
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
    for question in QuestionFactory.create_batch(already, author=actor):
        type(question).objects.filter(pk=question.pk).update(
            created_at=timezone.now() - timedelta(minutes=30)
        )
    if accepted:
        assert ask(actor, space).pk
        return
    with pytest.raises(FirstDayLimit, match=r"3\squestions .* publiez-le demain"):
        ask(actor, space)


@pytest.mark.parametrize(("already", "accepted"), [(9, True), (10, False)])
def test_ten_answers_and_comments_on_the_first_day(clock, already, accepted):
    actor = somebody(days=0)
    AnswerFactory.create_batch(already - 4, author=actor)
    CommentFactory.create_batch(4, author=actor)
    clock(minutes=5)
    if accepted:
        assert reply(actor).pk
        return
    with pytest.raises(FirstDayLimit, match=r"10\sréponses ou commentaires"):
        reply(actor)
    with pytest.raises(FirstDayLimit):
        add_comment(
            actor=again(actor),
            about=AnswerFactory(),
            body="Merci beaucoup.",
            submission_key=uuid.uuid4(),
        )


@pytest.mark.parametrize(("most", "said"), [(1, "La dernière réponse est"), (12, "Les 12 der")])
def test_as_many_answers_in_a_row_as_the_number_says(clock, settings, most, said):
    settings.NUMBERS = {"questions": {"answers_in_a_row": most}}
    actor, question = somebody(agence=True), QuestionFactory()
    AnswerFactory(question=question, author=actor)
    AnswerFactory(question=question, author=None)
    AnswerFactory.create_batch(most - 1, question=question, author=actor)
    clock(minutes=1)
    assert reply(actor, question, f"{TEXT} Encore une.").pk
    clock(minutes=1)
    with pytest.raises(TooManyInARow, match=said):
        reply(actor, question, f"{TEXT} Celle de trop.")


def test_three_answers_in_a_row_then_somebody_else(clock):
    actor, question = somebody(agence=True), QuestionFactory()
    for number in range(3):
        reply(actor, question, f"{TEXT} Suite {number}.")
        clock(seconds=10)
    with pytest.raises(TooManyInARow, match="Les 3 dernières réponses sont déjà de vous"):
        reply(actor, question, f"{TEXT} Suite 3.")
    AnswerFactory(question=question)
    assert reply(actor, question, f"{TEXT} Suite 4.").pk
    # Elsewhere it is another thread.
    clock(seconds=10)
    assert reply(actor, body=f"{TEXT} Ailleurs.").pk


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
    reply(actor)
    clock(**age)
    if accepted:
        assert reply(actor, body=body).pk
        return
    with pytest.raises(SameTextElsewhere, match="Votre texte est gardé"):
        reply(actor, body=body)


def test_what_is_refused_is_said_beside_the_text_which_stays(client, clock):
    actor, question = somebody(), QuestionFactory()
    for number in range(3):
        AnswerFactory(author=actor, question=question, body=f"{TEXT} {number}")
    clock(minutes=5)
    client.force_login(actor)
    page = client.post(
        f"/communaute/questions/{question.pk}/repondre/",
        {"body": "Une quatrième réponse de suite.", "submission_key": str(uuid.uuid4())},
    )
    assert page.status_code == 422
    assert "Les 3 dernières réponses sont déjà de vous" in page.text
    assert "Une quatrième réponse de suite." in page.text
