"""A question reaches those who may answer: a few at a time, then others while nobody does."""

import uuid
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db.models import F

from ambassadeurs.demonstration.past import past
from communaute.moderation.enums import ContentStatus
from communaute.moderation.services import undo_decision
from communaute.notifications.catalogue import Channel, kind_of
from communaute.notifications.channels import Ways
from communaute.notifications.models import Mail, Notification
from communaute.notifications.outbox.waiting import is_worth_sending
from communaute.notifications.preferences.services import set_ways
from communaute.questions.counters import question_status_changed
from communaute.questions.errors import (
    AlreadyAnswered,
    AlreadyInvited,
    InvitationNotAllowed,
    InvitationsSpent,
)
from communaute.questions.models import Asked, Question
from communaute.questions.numbers import ROUTING_NUMBERS
from communaute.questions.revisions.withdrawing import withdraw
from communaute.questions.routing.answerers import Candidate, reached
from communaute.questions.routing.services import invite_to_answer
from communaute.questions.services import answer_question, ask_question
from communaute.questions.spaces.people import usual_days
from tests.clock import tick
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory, hide
from tests.communaute.moderation.states import put_in_state
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory, SpaceFactory
from tests.hooks import hook
from tests.mails import sent_mails

pytestmark = pytest.mark.django_db
KIND = "routing.asked_you"


@pytest.fixture
def people(monkeypatch):
    """Eight ambassadors that a room above would propose, the best first."""
    everybody = UserFactory.create_batch(8)

    def source(question, without, limit):
        free = [one for one in everybody if one.pk not in without and one != question.author]
        return [Candidate(one, "Paul, Les Tilleuls", "même réseau") for one in free[:limit]]

    hook(monkeypatch, "questions.answerers", source)
    hook(monkeypatch, "questions.still_answers")
    return everybody


@pytest.fixture
def agency():
    return UserFactory(agence=True)


def ask(space=None, **facts):
    return ask_question(
        actor=facts.pop("actor", None) or UserFactory(display_name="Monique D."),
        space=space or SpaceFactory(),
        title=facts.pop("title", "Combien coûte le raccordement ?"),
        body="Notre chaudière au gaz a vingt-cinq ans et le réseau passe dans la rue.",
        submission_key=uuid.uuid4(),
    )


def told(kind, user=None):
    lines = Notification.objects.filter(kind=kind, withdrawn_at=None)
    return lines.filter(user=user).count() if user else lines.count()


def after(question, **delay):
    return question.created_at + timedelta(**delay)


def test_the_three_best_are_told_at_once_and_who_asked_is_named(people):
    question = ask()
    assert set(question.asked.values_list("user", flat=True)) == {one.pk for one in people[:3]}
    mails = sent_mails()
    assert len(mails) == ROUTING_NUMBERS.people_asked
    assert mails[0].subject == "Monique D. demande : « Combien coûte le raccordement ? »"
    for said in ("> Notre chaudière au gaz", "d’autres peuvent répondre.", "ambassadeur. Nous"):
        assert said in mails[0].body
    assert question.author.email not in mails[0].body


@pytest.mark.parametrize(("seconds", "asked"), [(-1, 3), (0, 6)])
def test_the_next_three_come_at_twenty_four_hours(people, seconds, asked):
    question = ask()
    tick(after(question, hours=24, seconds=seconds))
    assert question.asked.count() == asked
    tick(after(question, hours=24, seconds=seconds))
    assert question.asked.count() == asked


@pytest.mark.parametrize("answered", [True, False])
def test_an_answer_by_somebody_else_ends_it(people, agency, answered):
    question = ask()
    author = people[0] if answered else question.author
    answer_question(
        actor=author,
        question=question,
        body="Nous payons 1 200 € par lot et par an.",
        submission_key=uuid.uuid4(),
    )
    tick(after(question, hours=25))
    assert question.asked.filter(role="ambassadeur").count() == (3 if answered else 6)


@pytest.mark.parametrize(("seconds", "lines"), [(-1, 0), (0, 1)])
def test_the_agency_is_told_at_once_then_again_at_forty_eight_hours(agency, seconds, lines):
    question = ask()
    assert told("routing.new_in_space", agency) == 1
    tick(after(question, hours=24))
    tick(after(question, hours=48, seconds=seconds))
    assert told("routing.unanswered", agency) == lines


@pytest.mark.parametrize(("seconds", "lines"), [(-1, 0), (0, 1)])
def test_the_national_team_is_told_at_seven_days_once(agency, seconds, lines):
    team = UserFactory(equipe=True)
    question = ask()
    for hours in (24, 48):
        tick(after(question, hours=hours))
    for _ in range(2):
        tick(after(question, days=7, seconds=seconds))
    assert told("routing.unanswered", team) == lines
    assert told("routing.unanswered", agency) == 1
    waiting = Question.objects.get(pk=question.pk)
    assert (waiting.next_reach_at is None) == bool(lines)


def test_a_clock_that_was_stopped_catches_up_at_once(people, agency):
    team = UserFactory(equipe=True)
    question = ask()
    tick(after(question, days=30))
    assert question.asked.filter(role="ambassadeur").count() == 6
    assert told("routing.unanswered", agency) == told("routing.unanswered", team) == 1
    assert tick(after(question, days=31)) == {}


def test_an_agency_elsewhere_is_told_nothing(agency):
    elsewhere = UserFactory(agence_ailleurs=True)
    ask()
    assert Notification.objects.filter(user=elsewhere).count() == 0
    assert told("routing.new_in_space", agency) == 1


def test_an_agency_is_not_told_of_its_own_question(agency):
    ask(actor=agency)
    assert told("routing.new_in_space", agency) == 0


def test_nobody_is_asked_more_than_three_times_a_week(people):
    for number in range(4):
        ask(title=f"Combien coûte le raccordement n° {number} ?")
    counts = [Asked.objects.filter(user=one).count() for one in people]
    assert max(counts) == ROUTING_NUMBERS.asked_a_week
    assert counts == [3, 3, 3, 1, 1, 1, 0, 0]
    Asked.objects.update(asked_at=F("asked_at") - timedelta(days=8))
    ask(title="Et combien de temps durent les travaux ?")
    assert Asked.objects.filter(user=people[0]).count() == ROUTING_NUMBERS.asked_a_week + 1


def moved(question, old, new):
    put_in_state(Question.objects.get(pk=question.pk), new)
    question_status_changed(Question.objects.get(pk=question.pk), old, new)


def test_a_hidden_question_reaches_nobody_and_its_mails_do_not_leave(people):
    question = ask()
    moved(question, ContentStatus.PUBLISHED, ContentStatus.HIDDEN)
    assert (told(KIND), sent_mails()) == (0, [])
    tick(after(question, hours=24))
    assert question.asked.count() == 3
    moved(question, ContentStatus.HIDDEN, ContentStatus.PUBLISHED)
    assert told(KIND) == 3
    assert len(sent_mails()) == 3


def test_what_an_agency_had_not_read_yet_is_told_again(agency):
    question = ask()
    tick(after(question, hours=48))
    moved(question, ContentStatus.PUBLISHED, ContentStatus.HIDDEN)
    assert told("routing.unanswered", agency) == 0
    moved(question, ContentStatus.HIDDEN, ContentStatus.PUBLISHED)
    assert told("routing.unanswered", agency) == told("routing.new_in_space", agency) == 1


def test_what_was_mailed_before_the_question_was_hidden_is_not_mailed_again(people):
    question = ask()
    assert len(sent_mails()) == 3
    moved(question, ContentStatus.PUBLISHED, ContentStatus.HIDDEN)
    moved(question, ContentStatus.HIDDEN, ContentStatus.PUBLISHED)
    assert (told(KIND), len(sent_mails())) == (3, 3)


def test_the_asker_invites_one_of_those_suggested(people, client):
    question = ask()
    client.force_login(question.author)
    address = f"/communaute/questions/{question.pk}/inviter/"
    page = BeautifulSoup(client.get(address).content, "html.parser")
    assert "Paul, Les Tilleuls : même réseau" in page.text
    assert people[3].public_name not in page.text
    assert "ressemble" not in page.text
    choices = [one["value"] for one in page.select("input[name=person]")]
    assert choices == [str(one.pk) for one in people[3:6]]
    assert client.post(address, {"person": choices[0]})["Location"] == question.get_absolute_url()
    (mail,) = [one for one in sent_mails() if one.to == [people[3].email]]
    assert "Monique D. vous invite à répondre à sa question" in mail.body
    assert client.post(address, {"person": choices[0]}).status_code == 422
    assert client.post(address).status_code == 422


def test_three_invitations_a_question_and_nobody_twice(people):
    question = ask()
    for one in people[3:6]:
        invite_to_answer(actor=question.author, question=question, user=one)
    with pytest.raises(AlreadyInvited):
        invite_to_answer(actor=question.author, question=question, user=people[0])
    with pytest.raises(InvitationsSpent):
        invite_to_answer(actor=question.author, question=question, user=people[6])


def test_the_page_offers_nobody_after_three_invitations(people, client):
    question = ask()
    client.force_login(question.author)
    address = f"/communaute/questions/{question.pk}/inviter/"
    for one in people[3:5]:
        invite_to_answer(actor=question.author, question=question, user=one)
    assert 'name="person"' in client.get(address).text
    invite_to_answer(actor=question.author, question=question, user=people[5])
    page = client.get(address)
    assert (page.status_code, 'name="person"' in page.text) == (200, False)
    assert "3 personnes ont déjà été invitées" in page.text
    assert 'href="/ambassadeurs/"' in page.text
    # A page opened before.
    sent = client.post(address, {"person": people[6].pk})
    assert sent.status_code == 409
    assert "3 personnes ont déjà été invitées" in sent.text


def test_once_somebody_answered_nobody_is_invited(people, client):
    question = ask()
    answer_question(
        actor=people[0],
        question=question,
        body="Chez nous, 1 250 euros par lot, il y a deux ans.",
        submission_key=uuid.uuid4(),
    )
    with pytest.raises(AlreadyAnswered):
        invite_to_answer(actor=question.author, question=question, user=people[4])
    client.force_login(question.author)
    page = client.get(f"/communaute/questions/{question.pk}/inviter/")
    assert 'name="person"' not in page.text
    assert "Cette question a déjà une réponse" in page.text
    assert f'href="{question.get_absolute_url()}#reponses"' in page.text


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("agence", True), ("equipe", True), ("agence_ailleurs", False), ("exploitant", False)],
)
def test_who_may_invite(people, role, allowed):
    question, actor = ask(), UserFactory(**{role: True})
    if allowed:
        asked = invite_to_answer(actor=actor, question=question, user=people[4])
        assert asked.invited_by == actor
    else:
        with pytest.raises(InvitationNotAllowed):
            invite_to_answer(actor=actor, question=question, user=people[4])


def test_without_anybody_free_the_page_says_where_to_go(client):
    question = ask()
    client.force_login(question.author)
    page = client.get(f"/communaute/questions/{question.pk}/inviter/")
    assert "n’est disponible pour cette question en ce moment.</p>" in page.text
    assert 'href="/ambassadeurs/"' in page.text


def test_the_page_says_who_was_asked(people, agency, client):
    question = ask()
    page = client.get(question.get_absolute_url()).text
    agencies = question.asked.get(role="agence").of
    assert f"Nous avons prévenu 3 ambassadeurs, {agencies}." in page
    assert people[0].public_name not in page
    assert "Inviter un ambassadeur" not in page
    client.force_login(question.author)
    assert "Inviter un ambassadeur" in client.get(question.get_absolute_url()).text


@pytest.mark.parametrize(("answered", "days"), [(4, None), (5, 2)])
def test_the_usual_delay_is_told_from_five_answered_questions(client, answered, days):
    space = SpaceFactory()
    for hours in (1, 20, 49, 72, 240)[:answered]:
        question = QuestionFactory(space=space)
        AnswerFactory(question=question)
        Question.objects.filter(pk=question.pk).update(
            first_answer_at=question.created_at + timedelta(hours=hours)
        )
    space.refresh_from_db()
    assert usual_days(space) == days
    waiting = ask(space)
    assert reached(waiting).usual_days == days
    page = client.get(waiting.get_absolute_url()).text
    assert ("vient d’habitude en 2 jours" in page) == (days == 2)


def test_the_same_question_sent_twice_tells_nobody_twice(people):
    question = ask()
    before = Mail.objects.count()
    ask_question(
        actor=question.author,
        space=question.space,
        title=question.title,
        body=question.body,
        submission_key=question.submission_key,
    )
    assert Mail.objects.count() == before


@pytest.mark.parametrize("gone", ["hidden", "withdrawn"])
def test_a_question_that_loses_its_answer_waits_from_that_day(people, agency, gone, monkeypatch):
    """Three months after it was asked, its only answer goes: nobody is told of three months."""
    team = UserFactory(equipe=True)
    question = ask()
    answer = answer_question(
        actor=UserFactory(display_name="Paul R."),
        question=question,
        body="Nous payons 1 200 € par lot et par an, chaudière comprise.",
        submission_key=uuid.uuid4(),
    )
    lost = after(question, days=90)
    tick(lost)
    with past(lost):
        if gone == "hidden":
            hide(CaseFactory(content=answer), agency)
        else:
            withdraw(actor=answer.author, content=answer)
    waiting = Question.objects.get(pk=question.pk)
    assert (waiting.first_answer_at, waiting.answer_lost_at) == (None, lost)
    tick(lost + timedelta(minutes=5))
    assert told("routing.unanswered") == 0
    tick(lost + timedelta(hours=48, seconds=-1))
    assert told("routing.unanswered") == 0
    tick(lost + timedelta(hours=48))
    assert (told("routing.unanswered", agency), told("routing.unanswered", team)) == (1, 0)
    said = next(one for one in sent_mails() if "sans réponse" in one.subject)
    assert said.subject.startswith("De nouveau sans réponse, la question de Monique D.")
    assert "qui n’est plus en ligne depuis le" in said.body
    assert "Personne n’a encore répondu" not in said.body


def test_an_answer_given_back_ends_the_new_wait(people, agency):
    question = ask()
    answer = answer_question(
        actor=UserFactory(display_name="Paul R."),
        question=question,
        body="Nous payons 1 200 € par lot et par an, chaudière comprise.",
        submission_key=uuid.uuid4(),
    )
    case = CaseFactory(content=answer)
    decision = hide(case, agency)
    undo_decision(actor=agency, decision=decision)
    waiting = Question.objects.get(pk=question.pk)
    assert (waiting.first_answer_at, waiting.answer_lost_at) == (answer.created_at, None)
    tick(after(question, days=10))
    assert told("routing.unanswered") == 0


@pytest.mark.parametrize("leaves", [False, True])
def test_who_left_their_agency_is_told_of_none_of_its_questions(agency, leaves):
    ask()
    mail = Mail.objects.get(user=agency, kind="routing.new_in_space")
    if leaves:
        agency.memberships.all().delete()
    assert is_worth_sending(mail, kind_of(mail.kind)) is not leaves


@pytest.mark.parametrize("leaves", [False, True])
def test_a_question_shown_again_is_not_told_to_who_left_meanwhile(agency, leaves):
    question = ask()
    decision = hide(CaseFactory(content=question), UserFactory(equipe=True))
    if leaves:
        agency.memberships.all().delete()
    undo_decision(actor=decision.decided_by, decision=decision)
    waits = Mail.objects.filter(user=agency, kind="routing.new_in_space", ended_at=None)
    assert waits.exists() is not leaves


def test_who_hears_nothing_of_questions_is_not_asked(people):
    set_ways(actor=people[0], ways={KIND: Ways(site=False, mail=Channel.NONE)})
    assert ask().asked.order_by("pk").first().user == people[1]
