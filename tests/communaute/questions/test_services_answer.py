import uuid
from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.utils import timezone

from communaute.comptes.badges import badges_for
from communaute.comptes.models import User
from communaute.comptes.services import add_member
from communaute.moderation.enums import ContentStatus
from communaute.notifications.models import Notification
from communaute.notifications.outbox import drain
from communaute.questions.errors import (
    InvalidText,
    NameMissing,
    PostKeyUsed,
    QuestionNotAllowed,
)
from communaute.questions.models import Answer, Question
from communaute.questions.perms import can_answer, can_ask, can_choose, can_keep_tags
from communaute.questions.services import accept_answer, unaccept_answer
from communaute.questions.spaces.perms import can_move
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.acts import SAID, aged, becomes, reply
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted")]


@pytest.fixture
def question(user):
    return QuestionFactory(author=user, title="Combien coûte le raccordement ?")


@pytest.fixture
def sent(settings):
    """Answer, let the worker pass; gives the answer."""
    settings.BASE_URL = "https://chauffage.example"

    def answer(question, actor=None, **fields):
        written = reply(question, actor, **fields)
        drain()
        return written

    return answer


def test_first_answer_is_mailed_at_once_with_its_text_its_place_and_the_badge_of_who_wrote(
    question, sent
):
    author = UserFactory(display_name="Léa", agence=True)
    badge = badges_for([author])[author.pk][0].label
    body = f"{SAID}\n\nVoyez [le guide](https://guide.test/aides) :\n\n- la prime\n- le prêt"
    answer = sent(question, author, body=body)

    [message] = mail.outbox
    assert message.to == ["monique@example.org"]
    assert badge.startswith("Agence · ")
    assert message.subject == f"Léa ({badge}) a répondu à « {question.title} »"
    place = f"https://chauffage.example{question.get_absolute_url()}#reponse-{answer.pk}"
    for text in (message.body, message.alternatives[0].content):
        assert f"Léa ({badge}) a répondu" in text
        assert "Chez nous, 1 100 € par lot, aides déduites" in text
        assert place in text
        assert "parce que vous avez posé cette question" in text
        # How the next ones come is each one's own choice.
        assert "réponses suivantes" not in text
    plain = message.body.replace("\u00a0", " ")
    assert "> Voyez le guide (https://guide.test/aides) :" in plain
    assert "\n> - la prime\n> - le prêt" in plain
    assert message.extra_headers["References"]
    told = Notification.objects.get()
    assert told.kind == "questions.first_answer"
    assert told.title.startswith(f"Léa ({badge}) a répondu à «")


def test_own_answer_tells_nobody_and_those_after_the_first_wait_for_the_morning(
    question, user, sent
):
    own = sent(question, user)
    question.refresh_from_db()
    assert (question.answers_count, question.first_answer_at) == (1, None)
    assert question.last_activity_at == own.created_at
    assert (own.commune_id, own.departement_id) == ("38185", "38")
    assert mail.outbox == []

    first = sent(question, UserFactory(display_name="Résidence Les Tilleuls"))
    sent(question)

    question.refresh_from_db()
    assert question.first_answer_at == first.created_at
    [message] = mail.outbox
    assert message.subject == f"Résidence Les Tilleuls a répondu à « {question.title} »"
    told = Notification.objects.filter(user=question.author).order_by("pk")
    kinds = list(told.values_list("kind", flat=True))
    assert kinds == ["questions.first_answer", "questions.new_answer"]


def test_double_click_stores_one(question):
    actor, key = UserFactory(), uuid.uuid4()

    assert reply(question, actor, submission_key=key) == reply(question, actor, submission_key=key)
    with pytest.raises(PostKeyUsed):
        reply(question, submission_key=key)

    question.refresh_from_db()
    assert question.answers_count == Answer.objects.count() == 1


@pytest.mark.parametrize(("hours", "same"), [(23, True), (25, False)])
def test_same_answer_within_24_hours_shows_the_first(question, hours, same):
    actor = UserFactory()
    first = aged(reply(question, actor), hours=hours)

    assert (reply(question, actor, body=f"{SAID} ") == first) is same


@pytest.mark.parametrize(
    ("length", "accepted"), [(19, False), (20, True), (10_000, True), (10_001, False)]
)
def test_body_length(question, length, accepted):
    with nullcontext() if accepted else pytest.raises(InvalidText):
        reply(question, body=("Oui,-on-chauffe.-" * 700)[:length])


def test_who_may_not_answer(question):
    with pytest.raises(NameMissing):
        reply(question, UserFactory(display_name=""))
    with pytest.raises(QuestionNotAllowed):
        reply(QuestionFactory(hidden=True))


def test_hidden_answer_leaves_counters_notifications_and_mails(question):
    first, second, last = reply(question), reply(question), reply(question)

    becomes(first, ContentStatus.HIDDEN)
    becomes(last, ContentStatus.HIDDEN)
    drain()

    question.refresh_from_db()
    assert question.answers_count == 1
    assert question.first_answer_at == question.last_activity_at == second.created_at
    seen = Notification.objects.visible_to(question.author)
    assert [n.url for n in seen] == [second.get_absolute_url()]
    assert mail.outbox == []


def test_asker_accepts_and_changes_their_mind(question, user):
    first, second = reply(question), reply(question)

    accept_answer(actor=user, answer=first)
    accept_answer(actor=user, answer=first)
    accept_answer(actor=user, answer=second)

    question.refresh_from_db()
    assert question.accepted_answer == second
    told = Notification.objects.filter(kind="questions.answer_accepted")
    assert {n.user for n in told} == {first.author, second.author}
    assert told.count() == 2

    for _ in range(2):
        unaccept_answer(actor=user, answer=first)
    assert Question.objects.get().accepted_answer == second
    for _ in range(2):
        unaccept_answer(actor=user, answer=second)
    assert Question.objects.get().accepted_answer is None
    # Chosen again: told once already.
    accept_answer(actor=user, answer=second)
    assert told.count() == 2


def test_the_choice_of_the_asker_is_taken_back_by_the_asker_only():
    question = QuestionFactory(absent=True)
    answer = reply(question)
    accept_answer(actor=question.author, answer=answer)
    for actor in (UserFactory(agence=True), answer.author):
        with pytest.raises(QuestionNotAllowed):
            unaccept_answer(actor=actor, answer=answer)
    assert Question.objects.get().accepted_answer == answer
    with pytest.raises(QuestionNotAllowed, match="peut ne plus retenir une réponse"):
        unaccept_answer(actor=UserFactory(), answer=reply(QuestionFactory()))


def test_nobody_chooses_for_another_their_own_answer_or_that_of_a_colleague():
    question = QuestionFactory(absent=True)
    team, membership = UserFactory(equipe=True), UserFactory(agence=True).memberships.get()
    colleague = UserFactory()
    add_member(organisation=membership.organisation, user=colleague)
    answers = {
        author: AnswerFactory(question=question, author=author)
        for author in (team, membership.user, colleague)
    }
    for actor, author in (
        (team, team),
        (membership.user, membership.user),
        (membership.user, colleague),
    ):
        with pytest.raises(QuestionNotAllowed, match="votre propre organisation"):
            accept_answer(actor=actor, answer=answers[author])
    accept_answer(actor=team, answer=answers[colleague])
    assert Question.objects.get().accepted_answer == answers[colleague]


def test_who_chose_is_kept_and_the_asker_has_the_last_word(client):
    question = QuestionFactory(absent=True)
    user = question.author
    first, second = reply(question), reply(question)
    accept_answer(actor=UserFactory(agence=True), answer=first)
    assert not Question.objects.get().accepted_by_asker
    told = Notification.objects.get(user=first.author, kind="questions.answer_accepted")
    assert "retenue pour qui l’avait posée" in told.title
    assert (
        "Réponse retenue par l’équipe qui modère"
        in client.get(question.get_absolute_url()).content.decode()
    )
    accept_answer(actor=user, answer=first)
    assert Question.objects.get().accepted_by_asker
    with pytest.raises(QuestionNotAllowed, match="a déjà dit"):
        accept_answer(actor=UserFactory(agence=True), answer=second)
    assert Question.objects.get().accepted_answer == first


@pytest.mark.parametrize("trait", ["agence", "equipe"])
def test_agency_and_national_team_may_accept_for_who_is_absent_only(question, trait):
    with pytest.raises(QuestionNotAllowed, match="moins de 14"):
        accept_answer(actor=UserFactory(**{trait: True}), answer=AnswerFactory(question=question))


# --- Who may --------------------------------------------------------------------------------------


def test_neither_a_visitor_nor_a_closed_account_asks_answers_retains_or_moves():
    question = QuestionFactory(author__is_active=False)
    for nobody in (AnonymousUser(), question.author):
        assert not can_ask(nobody)
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
