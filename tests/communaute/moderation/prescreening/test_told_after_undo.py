"""Who hears of a text that was read before publication: nobody, while its publication may still be
taken back."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communaute.moderation.appeals import appeal
from communaute.moderation.numbers import NUMBERS as MODERATION
from communaute.notifications.models import Mail, Notification
from communaute.questions.comments import add_comment
from communaute.questions.models import Asked, Subscription
from communaute.questions.routing.answerers import Candidate
from communaute.questions.services import answer_question, ask_question
from communaute.questions.subscriptions import set_following
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory, answered, hide
from tests.communaute.questions.factories import QuestionFactory, SpaceFactory
from tests.hooks import hook
from tests.mails import sent_mails

from .test_held import BODY, TITLE, agent, approve, asked, case_of, nina, space  # noqa: F401

pytestmark = pytest.mark.django_db
NEWS = ("routing.new_in_space", "subscriptions.question")


def test_who_is_asked_hears_of_it_once_it_can_no_longer_be_taken_back(
    asked,  # noqa: F811
    space,  # noqa: F811
    agent,  # noqa: F811
    client,
    clock,
    monkeypatch,
):
    """An approval undone at once reached nobody; approved again, the same people are asked."""
    now = timezone.now()
    clock.move_to(now)
    first, second, follower = UserFactory.create_batch(3)
    people = [agent, first, second, follower]

    def answerers(question, without, limit):
        free = [one for one in (first, second) if one.pk not in without]
        return [Candidate(one, "Paul, Les Tilleuls", "même réseau") for one in free][:1]

    hook(monkeypatch, "questions.answerers", answerers)
    set_following(actor=follower, target=space, follows=True)
    told = Notification.objects.filter(user__in=people).exclude(kind="moderation.case_to_decide")
    mails = Mail.objects.filter(user__in=people, kind__in=["routing.asked_you", *NEWS])

    client.force_login(agent)
    case = case_of(asked)
    decide = reverse("moderation:decide", args=[case.pk])
    shown = client.post(decide, {"version": case.version, "rapide": "approuver"}, follow=True)
    until = now + timedelta(minutes=MODERATION.undo_minutes)
    assert {row.user_id for row in told} == {agent.pk, first.pk, follower.pk}
    assert {row.not_before for row in told} == {until}
    assert {row.not_before for row in mails} == {until}
    assert min(row.planned_at for row in mails) >= until

    client.post(reverse("moderation:undo"), {"decision": shown.context["undo"]["pks"]})
    assert not told.all().exists()
    assert not mails.all().exists()

    approve(agent, asked)
    assert {row.user_id for row in told.all()} == {agent.pk, first.pk, follower.pk}
    assert first.pk in {row.user_id for row in mails.all()}
    assert not Asked.objects.filter(user=second).exists()


@pytest.mark.parametrize("of", ["answer", "comment"])
def test_an_answer_or_a_comment_is_told_once_it_can_no_longer_be_taken_back(
    nina,  # noqa: F811
    agent,  # noqa: F811
    clock,
    of,
):
    now = timezone.now()
    clock.move_to(now)
    question = QuestionFactory()
    write = {"actor": nina, "body": BODY, "submission_key": uuid.uuid4()}
    if of == "answer":
        content = answer_question(question=question, **write)
    else:
        content = add_comment(about=question, **write)
    approve(agent, content)
    line = Notification.objects.get(user=question.author)
    assert line.not_before == now + timedelta(minutes=MODERATION.undo_minutes)


@pytest.mark.parametrize("hides", [False, True])
def test_published_then_hidden_before_it_was_told_it_is_not_told_online(agent, hides):  # noqa: F811
    author = UserFactory()
    question = ask_question(
        actor=author, space=SpaceFactory(), title=TITLE, body=BODY, submission_key=uuid.uuid4()
    )
    approve(agent, question)
    if hides:
        hide(CaseFactory(content=question), UserFactory(equipe=True))
    said = [one.subject for one in sent_mails() if one.to == [author.email]]
    assert said
    assert bool([one for one in said if "est en ligne" in one]) is not hides


def test_refused_then_put_online_by_an_appeal_it_is_told_as_just_asked(asked, space, agent):  # noqa: F811
    follower = UserFactory()
    set_following(actor=follower, target=space, follows=True)
    hidden = hide(case_of(asked), agent)
    told = Notification.objects.filter(user=follower, kind__in=NEWS)
    assert not told.exists()
    filed = appeal(actor=asked.author, statement=hidden.statement, text="Ma question est utile.")
    answered(filed, actor=UserFactory(equipe=True))
    asked.refresh_from_db()
    assert asked.is_published
    assert told.exists()
    assert Subscription.objects.filter(user=asked.author, question=asked, is_active=True).exists()
