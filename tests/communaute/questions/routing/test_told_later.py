"""A question read before publication: those asked are told once that decision holds."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadeurs.coproprietes.enums import AmbassadeurStatus
from ambassadeurs.coproprietes.models import Ambassadeur
from communaute.comptes.models import Coverage, User
from communaute.moderation.enums import DecisionKind
from communaute.moderation.models import Case
from communaute.moderation.services import decide_case
from communaute.notifications.catalogue import kind_of
from communaute.notifications.models import Mail
from communaute.questions.kinds import is_unanswered, may_be_answered
from communaute.questions.models import Question
from communaute.questions.notify import answer_context, as_it_is_now, question_context
from communaute.questions.routing.answerers import reached
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.clock import NOON, stop
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.acts import ask
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory
from tests.mails import leaves

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted")]


def test_who_is_told_once_the_decision_holds_is_not_said_told_before(client, monkeypatch):
    stop(monkeypatch, NOON)
    agent = UserFactory(agence=True)
    asked = ask(title="Écrivez-moi au 06 12 34 56 78 ?")
    case = Case.objects.to_decide().get(object_id=asked.pk)
    decide_case(actor=agent, case=case, version=case.version, kind=DecisionKind.APPROVE)
    question = Question.objects.get(pk=asked.pk)
    agency = question.asked.get(role="agence").of
    assert not reached(ask()).is_to_come
    stop(monkeypatch, NOON + timedelta(minutes=4))
    assert f"Nous allons prévenir {agency}" in client.get(question.get_absolute_url()).text
    stop(monkeypatch, NOON + timedelta(minutes=5))
    client.force_login(question.author)
    assert f"Nous avons prévenu {agency}" in client.get(question.get_absolute_url()).text


def test_what_waits_asks_whether_an_answer_is_still_wanted():
    question = QuestionFactory()
    context = {"question_pk": question.pk}
    assert is_unanswered(context)
    assert may_be_answered(UserFactory(), context)
    Question.objects.filter(pk=question.pk).update(first_answer_at=timezone.now())
    assert not is_unanswered(context)


def test_an_ambassador_who_withdrew_paused_or_answered_is_asked_no_more(monkeypatch):
    question, mandate = QuestionFactory(), AmbassadeurFactory()
    other = AmbassadeurFactory(user=mandate.user)
    kind = kind_of("routing.asked_you")

    def asked():
        return kind.visible_to(mandate.user, {"question_pk": question.pk})

    assert asked()
    Ambassadeur.objects.filter(pk=mandate.pk).update(status=AmbassadeurStatus.WITHDRAWN)
    assert asked()
    Ambassadeur.objects.filter(pk=other.pk).update(paused_until=timezone.localdate())
    assert not asked()
    Ambassadeur.objects.filter(pk=other.pk).update(paused_until=None)
    assert asked()
    AnswerFactory(question=question, author=mandate.user)
    assert not asked()


def test_a_question_moved_is_no_news_of_who_does_not_answer_where_it_went():
    agent = UserFactory(agence=True)
    asked = ask()
    mail = Mail.objects.get(user=agent, kind="routing.new_in_space")
    assert leaves(mail)
    Coverage.objects.all().delete()
    assert not leaves(mail)
    assert asked.is_published


def test_a_mail_names_who_asked_and_what_became_of_the_answer_as_they_are_now():
    question = QuestionFactory(author__display_name="Nina P.")
    answer = AnswerFactory(question=question, author=AmbassadeurFactory().user)
    told = question_context(question) | {"lost_at": None} | answer_context(answer)
    assert "Ambassadeur" in told["author"]
    Ambassadeur.objects.update(status=AmbassadeurStatus.WITHDRAWN)
    User.objects.filter(pk=question.author_id).update(display_name="Nina Petit")
    Question.objects.filter(pk=question.pk).update(answer_lost_at=NOON)
    now = as_it_is_now(told)
    assert (now["asker"], now["lost_at"]) == ("Nina Petit", NOON)
    assert now["author"] == answer.author.public_name
    # Chosen by the agency, then by the asker: said chosen by them.
    Question.objects.update(accepted_by_asker=True)
    context = {"question_pk": question.pk, "by_asker": False, "question": "Ancien titre"}
    assert as_it_is_now(context) == context | {"by_asker": True, "question": question.title}
    assert kind_of("questions.moved").current is as_it_is_now
