import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from communaute.comptes.badges import badges_for
from communaute.comptes.models import User
from communaute.comptes.services import add_member
from communaute.moderation.enums import ContentStatus
from communaute.notifications.models import Notification
from communaute.notifications.outbox import drain
from communaute.questions.counters import answer_status_changed
from communaute.questions.errors import (
    InvalidText,
    NameMissing,
    PostKeyUsed,
    QuestionNotAllowed,
    TooSoon,
)
from communaute.questions.models import Answer, Question
from communaute.questions.services import accept_answer, answer_question
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.states import put_in_state

from .factories import AnswerFactory, QuestionFactory

BODY = "Chez nous, **1 100 € par lot**, aides déduites, en 2023."


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


def reply(question, actor=None, **fields):
    actor = actor or UserFactory(display_name="Résidence Les Tilleuls")
    fields = {"body": BODY, "submission_key": uuid.uuid4()} | fields
    return answer_question(actor=actor, question=question, **fields)


def hide(answer):
    put_in_state(answer, ContentStatus.HIDDEN)
    answer.refresh_from_db()
    answer_status_changed(answer, ContentStatus.PUBLISHED, ContentStatus.HIDDEN)


def test_first_answer_is_mailed_at_once_with_its_text_and_place(question, sent):
    answer = sent(question)

    [message] = mail.outbox
    assert message.to == ["monique@example.org"]
    assert message.subject == f"Résidence Les Tilleuls a répondu à « {question.title} »"
    html = message.alternatives[0].content
    place = f"https://chauffage.example{question.get_absolute_url()}#reponse-{answer.pk}"
    for text in (message.body, html):
        assert "Chez nous, 1 100 € par lot, aides déduites" in text
        assert place in text
        assert "parce que vous avez posé cette question" in text
        # How the next ones come is each one's own choice.
        assert "réponses suivantes" not in text
    assert message.extra_headers["References"]
    assert Notification.objects.get().kind == "questions.first_answer"


def test_the_mail_quotes_links_and_lists(question, sent):
    sent(question, body="Voyez [le guide](https://guide.test/aides) :\n\n- la prime\n- le prêt")
    text = mail.outbox[0].body.replace("\u00a0", " ")
    assert "> Voyez le guide (https://guide.test/aides) :" in text
    assert "\n> - la prime\n> - le prêt" in text


def test_who_answered_is_told_with_the_badge_of_the_site(question, sent):
    author = UserFactory(display_name="Léa", agence=True)
    badge = badges_for([author])[author.pk][0].label
    sent(question, author)

    [message] = mail.outbox
    assert badge.startswith("Agence · ")
    assert message.subject == f"Léa ({badge}) a répondu à « {question.title} »"
    for text in (message.body, message.alternatives[0].content):
        assert f"Léa ({badge}) a répondu" in text
    assert Notification.objects.get().title.startswith(f"Léa ({badge}) a répondu à «")


def test_next_answers_are_told_on_the_site_and_wait_for_the_morning(question, sent):
    sent(question)
    sent(question)

    assert len(mail.outbox) == 1
    told = Notification.objects.filter(user=question.author).order_by("pk")
    kinds = list(told.values_list("kind", flat=True))
    assert kinds == ["questions.first_answer", "questions.new_answer"]


def test_own_answer_tells_nobody_and_is_not_the_first(question, user, sent):
    sent(question, user)

    question.refresh_from_db()
    assert question.answers_count == 1
    assert question.first_answer_at is None
    assert mail.outbox == []

    answer = sent(question)

    question.refresh_from_db()
    assert question.first_answer_at == answer.created_at
    assert len(mail.outbox) == 1


def test_counters_and_territory(question):
    answer = reply(question)

    question.refresh_from_db()
    assert question.answers_count == 1
    assert question.last_activity_at == answer.created_at
    assert (answer.commune_id, answer.departement_id) == ("38185", "38")


def test_double_click_stores_one(question):
    actor, key = UserFactory(), uuid.uuid4()

    assert reply(question, actor, submission_key=key) == reply(question, actor, submission_key=key)
    with pytest.raises(PostKeyUsed):
        reply(question, submission_key=key)

    question.refresh_from_db()
    assert question.answers_count == Answer.objects.count() == 1


@pytest.mark.parametrize(("seconds", "accepted"), [(8, False), (10, True)])
def test_ten_seconds_between_answers(question, seconds, accepted):
    actor = UserFactory()
    first = reply(question, actor)
    moment = timezone.now() - timedelta(seconds=seconds)
    Answer.objects.filter(pk=first.pk).update(created_at=moment)
    actor = User.objects.get(pk=actor.pk)  # known since its first text: read once a request

    if accepted:
        assert reply(question, actor, body="Et l’eau chaude est comprise.").pk
    else:
        with pytest.raises(TooSoon):
            reply(question, actor, body="Et l’eau chaude est comprise.")


@pytest.mark.parametrize(("hours", "same"), [(23, True), (25, False)])
def test_same_answer_within_24_hours_shows_the_first(question, hours, same):
    actor = UserFactory()
    first = reply(question, actor)
    moment = timezone.now() - timedelta(hours=hours)
    Answer.objects.filter(pk=first.pk).update(created_at=moment)

    assert (reply(question, actor, body=f"{BODY} ") == first) is same


@pytest.mark.parametrize(
    ("length", "accepted"), [(19, False), (20, True), (10_000, True), (10_001, False)]
)
def test_body_length(question, length, accepted):
    if accepted:
        assert reply(question, body=("Oui, on chauffe. " * 700)[:length].replace(" ", "-")).pk
    else:
        with pytest.raises(InvalidText):
            reply(question, body=("Oui, on chauffe. " * 700)[:length].replace(" ", "-"))


def test_hidden_question_takes_no_answer(user):
    with pytest.raises(QuestionNotAllowed):
        reply(QuestionFactory(hidden=True))


def test_name_is_needed(question):
    with pytest.raises(NameMissing):
        reply(question, UserFactory(display_name=""))


def test_hidden_answer_leaves_counters_and_notifications(question):
    first, second, last = reply(question), reply(question), reply(question)

    hide(first)
    hide(last)

    question.refresh_from_db()
    assert question.answers_count == 1
    assert question.first_answer_at == question.last_activity_at == second.created_at
    seen = Notification.objects.visible_to(question.author)
    assert [n.url for n in seen] == [second.get_absolute_url()]


def test_restored_answer_comes_back_in_the_counters(question):
    answer = reply(question)
    hide(answer)
    question.refresh_from_db()
    assert (question.answers_count, question.first_answer_at) == (0, None)
    assert question.last_activity_at == question.created_at

    put_in_state(answer, ContentStatus.PUBLISHED)
    answer_status_changed(answer, ContentStatus.HIDDEN, ContentStatus.PUBLISHED)

    question.refresh_from_db()
    assert (question.answers_count, question.first_answer_at) == (1, answer.created_at)
    assert question.last_activity_at == answer.created_at


def test_hidden_before_the_worker_passes_is_never_mailed(question):
    hide(reply(question))
    drain()

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


@pytest.mark.parametrize("trait", ["agence", "equipe"])
def test_nobody_chooses_their_own_answer_for_another(db, trait):
    question = QuestionFactory(absent=True)
    actor = UserFactory(**{trait: True})
    answer = AnswerFactory(question=question, author=actor)
    with pytest.raises(QuestionNotAllowed, match="votre propre organisation"):
        accept_answer(actor=actor, answer=answer)
    assert Question.objects.get().accepted_answer is None


def test_an_agency_never_chooses_the_answer_of_a_colleague(db):
    question = QuestionFactory(absent=True)
    membership = UserFactory(agence=True).memberships.get()
    colleague = UserFactory()
    add_member(organisation=membership.organisation, user=colleague)
    answer = AnswerFactory(question=question, author=colleague)
    with pytest.raises(QuestionNotAllowed, match="votre propre organisation"):
        accept_answer(actor=membership.user, answer=answer)
    accept_answer(actor=UserFactory(equipe=True), answer=answer)
    assert Question.objects.get().accepted_answer == answer


def test_who_chose_is_kept_and_the_asker_has_the_last_word(db, client):
    question = QuestionFactory(absent=True)
    user = question.author
    first, second = reply(question), reply(question)
    accept_answer(actor=UserFactory(agence=True), answer=first)
    assert not Question.objects.get().accepted_by_asker
    told = Notification.objects.get(user=first.author, kind="questions.answer_accepted")
    assert "retenue par l’agence" in told.title
    assert (
        "Réponse retenue par l’agence" in client.get(question.get_absolute_url()).content.decode()
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
    question = QuestionFactory(absent=True)
    answer = AnswerFactory(question=question)

    accept_answer(actor=UserFactory(**{trait: True}), answer=answer)

    question.refresh_from_db()
    assert question.accepted_answer == answer


@pytest.mark.parametrize("traits", [{}, {"agence_ailleurs": True}, {"exploitant": True}])
def test_others_may_not_accept(question, traits):
    answer = AnswerFactory(question=question)

    with pytest.raises(QuestionNotAllowed):
        accept_answer(actor=UserFactory(**traits), answer=answer)


def test_hidden_answer_cannot_be_accepted(question, user):
    with pytest.raises(QuestionNotAllowed):
        accept_answer(actor=user, answer=AnswerFactory(question=question, hidden=True))


def test_accepted_answer_that_is_hidden_is_no_longer_accepted(question, user):
    answer = accept_answer(actor=user, answer=reply(question))

    hide(answer)

    assert Question.objects.get().accepted_answer is None
