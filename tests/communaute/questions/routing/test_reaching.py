"""A question reaches those who may answer: a few at a time, then others while nobody does."""

from datetime import timedelta
from functools import partial

import pytest
from bs4 import BeautifulSoup
from django.db.models import F

from ambassadeurs.demonstration.past import past
from communaute.comptes.services import add_member
from communaute.moderation.enums import ContentStatus
from communaute.moderation.services import undo_decision
from communaute.notifications.catalogue import Channel, kind_of
from communaute.notifications.channels import Ways
from communaute.notifications.models import Mail, Notification
from communaute.notifications.outbox.pending import is_worth_sending
from communaute.notifications.preferences.services import set_ways
from communaute.questions.errors import (
    AlreadyAnswered,
    AlreadyInvited,
    InvitationNotAllowed,
    InvitationsSpent,
)
from communaute.questions.models import Asked, Question, Space
from communaute.questions.numbers import ROUTING_NUMBERS
from communaute.questions.revisions.withdrawals import withdraw
from communaute.questions.routing.answerers import Candidate, reached
from communaute.questions.routing.services import agencies_of, invite_to_answer
from communaute.questions.spaces.people import answering_in, usual_days
from communaute.territoires.models import Departement
from tests.clock import tick
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory
from tests.communaute.moderation.factories import CaseFactory, hide
from tests.communaute.questions.acts import ask, becomes, reply
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory, SpaceFactory
from tests.hooks import hook
from tests.mails import sent_mails

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted")]
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


def told(kind, user=None):
    lines = Notification.objects.filter(kind=kind, withdrawn_at=None)
    return lines.filter(user=user).count() if user else lines.count()


def at(question, **delay):
    """The clock passes this long after the question."""
    return tick(question.created_at + timedelta(**delay), "routing")


def test_the_three_best_who_hear_of_questions_are_told_at_once_and_who_asked_is_named(
    people, agency, client
):
    set_ways(actor=people[0], ways={KIND: Ways(site=False, mail=Channel.NONE)})
    question = ask(UserFactory(display_name="Monique D."))
    told_at_once = question.asked.filter(role="ambassadeur").values_list("user", flat=True)
    assert set(told_at_once) == {one.pk for one in people[1:4]}
    mails = [one for one in sent_mails() if one.to != [agency.email]]
    assert len(mails) == ROUTING_NUMBERS.people_asked
    assert mails[0].subject == "Monique D. demande : « Combien coûte le raccordement ? »"
    for said in ("> Notre chaudière au gaz", "d’autres peuvent répondre.", "ambassadeur. Nous"):
        assert said in mails[0].body
    assert question.author.email not in mails[0].body
    # Its page says who was asked; sent twice, it tells nobody twice.
    page = client.get(question.get_absolute_url()).text
    agencies = question.asked.get(role="agence").of
    assert f"Nous avons prévenu 3 ambassadeurs, {agencies}." in page
    assert people[1].public_name not in page
    assert "Inviter un ambassadeur" not in page
    client.force_login(question.author)
    assert "Inviter un ambassadeur" in client.get(question.get_absolute_url()).text
    before = Mail.objects.count()
    assert ask(question.author, submission_key=question.submission_key) == question
    assert Mail.objects.count() == before


def test_the_next_three_come_at_twenty_four_hours_unless_somebody_else_answered(people):
    waiting, answered = ask(), ask(title="Et combien de temps durent les travaux ?")
    reply(waiting, waiting.author)
    reply(answered, people[0])
    asked = []
    for hours, seconds in ((24, -1), (24, 1), (24, 1), (25, 0)):
        at(waiting, hours=hours, seconds=seconds)
        asked.append((waiting.asked.count(), answered.asked.count()))
    assert asked == [(3, 3), (6, 3), (6, 3), (6, 3)]


def test_the_agency_is_told_at_once_and_at_forty_eight_hours_the_national_team_at_seven_days(
    agency,
):
    elsewhere, team = UserFactory(agence_ailleurs=True), UserFactory(equipe=True)
    question = ask()
    assert told("routing.new_in_space", agency) == 1
    found = []
    for delay in (
        {"hours": 24},
        {"hours": 48, "seconds": -1},
        {"hours": 48},
        {"days": 7, "seconds": -1},
        {"days": 7},
        {"days": 7},
    ):
        at(question, **delay)
        is_over = Question.objects.get(pk=question.pk).next_reach_at is None
        found.append((*(told("routing.unanswered", one) for one in (agency, team)), is_over))
    before = (0, 0, False)
    assert found == [before, before, (1, 0, False), (1, 0, False), (1, 1, True), (1, 1, True)]
    assert not Notification.objects.filter(user=elsewhere).exists()
    # Told of one of its département without commune, neither of one of everywhere nor of its own.
    for slug in ("departement-38", "national"):
        ask(space=Space.objects.get(slug=slug))
    ask(agency)
    assert told("routing.new_in_space", agency) == 2


def test_a_clock_that_was_stopped_catches_up_at_once(people, agency):
    team = UserFactory(equipe=True)
    question = ask()
    at(question, days=30)
    assert question.asked.filter(role="ambassadeur").count() == 6
    assert told("routing.unanswered", agency) == told("routing.unanswered", team) == 1
    assert at(question, days=31) == {}


def test_nobody_is_asked_more_than_three_times_a_week(people):
    for number in range(4):
        ask(title=f"Combien coûte le raccordement n° {number} ?")
    counts = [Asked.objects.filter(user=one).count() for one in people]
    assert max(counts) == ROUTING_NUMBERS.asked_a_week
    assert counts == [3, 3, 3, 1, 1, 1, 0, 0]
    weeks = []
    for hours_more, question in ((7 * 24 - 1, "Et l’eau chaude ?"), (2, "Et les travaux ?")):
        Asked.objects.update(asked_at=F("asked_at") - timedelta(hours=hours_more))
        ask(title=f"{question} Combien de temps durent-ils ?")
        weeks.append(Asked.objects.filter(user=people[0]).count())
    assert weeks == [ROUTING_NUMBERS.asked_a_week, ROUTING_NUMBERS.asked_a_week + 1]


def test_who_blocked_the_asker_or_was_blocked_by_them_is_not_asked(people, monkeypatch):
    hook(monkeypatch, "questions.people_apart", lambda person: {people[0].pk})
    asked = ask().asked.filter(role="ambassadeur").values_list("user", flat=True)
    assert set(asked) == {one.pk for one in people[1:4]}


def test_a_hidden_question_reaches_nobody_and_its_mails_do_not_leave(people):
    question = ask()
    becomes(question, ContentStatus.HIDDEN)
    assert (told(KIND), sent_mails()) == (0, [])
    at(question, hours=24)
    assert question.asked.count() == 3
    # Shown again, it is told; what was mailed is not mailed again.
    for _ in range(2):
        becomes(question, ContentStatus.PUBLISHED)
        assert (told(KIND), len(sent_mails())) == (3, 3)
        becomes(question, ContentStatus.HIDDEN)


def test_what_an_agency_had_not_read_yet_is_told_again(agency):
    question = ask()
    at(question, hours=48)
    becomes(question, ContentStatus.HIDDEN)
    assert told("routing.unanswered", agency) == 0
    becomes(question, ContentStatus.PUBLISHED)
    assert told("routing.unanswered", agency) == told("routing.new_in_space", agency) == 1


def test_the_asker_invites_one_of_those_suggested(people, client):
    question = ask(UserFactory(display_name="Monique D."))
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


def test_three_invitations_a_question_nobody_twice_and_then_the_page_offers_nobody(people, client):
    question = ask()
    client.force_login(question.author)
    address = f"/communaute/questions/{question.pk}/inviter/"
    invite = partial(invite_to_answer, actor=question.author, question=question)
    for one in people[3:5]:
        invite(user=one)
    assert 'name="person"' in client.get(address).text
    assert invite(user=people[5]).invited_by == question.author
    with pytest.raises(AlreadyInvited):
        invite(user=people[0])
    with pytest.raises(InvitationsSpent):
        invite(user=people[6])
    with pytest.raises(InvitationNotAllowed):
        invite(user=people[6], actor=UserFactory())
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
    reply(question, people[0])
    with pytest.raises(AlreadyAnswered):
        invite_to_answer(actor=question.author, question=question, user=people[4])
    client.force_login(question.author)
    page = client.get(f"/communaute/questions/{question.pk}/inviter/")
    assert 'name="person"' not in page.text
    assert "Cette question a déjà une réponse" in page.text
    assert f'href="{question.get_absolute_url()}#reponses"' in page.text


def test_without_anybody_free_the_page_says_where_to_go(client):
    question = ask()
    client.force_login(question.author)
    page = client.get(f"/communaute/questions/{question.pk}/inviter/")
    assert "n’est disponible pour cette question en ce moment.</p>" in page.text
    assert 'href="/ambassadeurs/"' in page.text


def test_the_usual_delay_is_told_from_five_answered_questions(client):
    space, found = SpaceFactory(), []
    waiting = ask(space=space)
    for hours in (1, 20, 49, 72, 240):
        question = AnswerFactory(question__space=space).question
        Question.objects.filter(pk=question.pk).update(
            first_answer_at=question.created_at + timedelta(hours=hours)
        )
        space.refresh_from_db()
        found.append(usual_days(space))
    assert found == [None, None, None, None, 2]
    waiting = Question.objects.get(pk=waiting.pk)
    assert reached(waiting).usual_days == 2
    assert "vient d’habitude en 2 jours" in client.get(waiting.get_absolute_url()).text


def test_a_question_that_loses_its_answer_waits_from_that_day(people, agency):
    """Three months after it was asked, its only answer goes: nobody is told of three months."""
    team = UserFactory(equipe=True)
    question = ask(UserFactory(display_name="Monique D."))
    answer = reply(question)
    at(question, days=90)
    lost = question.created_at + timedelta(days=90)
    with past(lost):
        withdraw(actor=answer.author, content=answer)
    waiting = Question.objects.get(pk=question.pk)
    assert (waiting.first_answer_at, waiting.answer_lost_at) == (None, lost)
    found = []
    for delay in ({"minutes": 5}, {"hours": 48, "seconds": -1}, {"hours": 48}):
        tick(lost + timedelta(**delay), "routing")
        found.append((told("routing.unanswered", agency), told("routing.unanswered", team)))
    assert found == [(0, 0), (0, 0), (1, 0)]
    said = next(one for one in sent_mails() if "sans réponse" in one.subject)
    assert said.subject.startswith("De nouveau sans réponse, la question de Monique D.")
    assert "qui n’est plus en ligne depuis le" in said.body
    assert "Personne n’a encore répondu" not in said.body


def test_lost_after_the_agency_was_told_it_is_told_again(people, agency):
    question = ask()
    at(question, hours=48)
    assert told("routing.unanswered", agency) == 1
    with past(question.created_at + timedelta(hours=60)):
        answer = reply(Question.objects.get(pk=question.pk))
    lost = question.created_at + timedelta(hours=70)
    with past(lost):
        withdraw(actor=answer.author, content=answer)
    tick(lost + timedelta(hours=48), "routing")
    assert told("routing.unanswered", agency) == 2
    # Hidden, none of it stays, the first time told neither.
    hide(CaseFactory(content=Question.objects.get(pk=question.pk)), UserFactory(equipe=True))
    assert told("routing.unanswered", agency) == 0


def test_an_answer_given_back_ends_the_new_wait(people, agency):
    question = ask()
    answer = reply(question)
    decision = hide(CaseFactory(content=answer), agency)
    lost = Question.objects.get(pk=question.pk)
    assert (lost.first_answer_at, lost.answer_lost_at is None) == (None, False)
    undo_decision(actor=agency, decision=decision)
    waiting = Question.objects.get(pk=question.pk)
    assert (waiting.first_answer_at, waiting.answer_lost_at) == (answer.created_at, None)
    at(question, days=10)
    assert told("routing.unanswered") == 0


def test_who_left_their_agency_is_told_of_none_of_its_questions(agency):
    ask()
    mail = Mail.objects.get(user=agency, kind="routing.new_in_space")
    assert is_worth_sending(mail, kind_of(mail.kind))
    agency.memberships.all().delete()
    assert not is_worth_sending(mail, kind_of(mail.kind))


def test_a_question_shown_again_is_not_told_to_who_left_meanwhile(agency):
    colleague = UserFactory()
    add_member(organisation=agency.memberships.get().organisation, user=colleague)
    question = ask()
    decision = hide(CaseFactory(content=question), UserFactory(equipe=True))
    agency.memberships.all().delete()
    undo_decision(actor=decision.decided_by, decision=decision)
    waits = Mail.objects.filter(kind="routing.new_in_space", ended_at=None)
    assert [mail.user for mail in waits] == [colleague]


def test_an_agency_of_the_whole_region_is_told_and_named_where_it_watches():
    isere = Departement.objects.get(pk="38")
    regional = OrganisationFactory(covers=[isere.region])
    OrganisationFactory(covers=["44"])
    space = SpaceFactory(departement=isere, commune=None)
    question = QuestionFactory(space=space, commune=None, departement=isere)
    assert list(agencies_of(question)) == [regional]
    assert answering_in(space).agencies == [regional]
