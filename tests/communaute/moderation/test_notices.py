from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from communaute.moderation.enums import CaseStatus, DecisionKind, NoticeCategory
from communaute.moderation.errors import ModerationNotAllowed
from communaute.moderation.models import Case, Notice
from communaute.moderation.registry import by_key
from communaute.moderation.services import decide_case, report
from communaute.notifications.models import Mail, Notification
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory, hide
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory
from tests.mails import sent_mails

pytestmark = pytest.mark.django_db

VISITOR = AnonymousUser()


def send(content, actor=VISITOR, key="question", **more):
    arguments = {
        "category": NoticeCategory.COMMERCIAL,
        "explanation": "Un vendeur laisse son numéro.",
    }
    return report(actor=actor, kind=by_key(key), content=content, **(arguments | more))


def test_the_first_notice_opens_a_case_with_the_text_of_that_moment(agence):
    question = QuestionFactory(title="Achetez ma pompe")
    notice, created = send(question, UserFactory())
    case = notice.case
    assert created
    assert case.target == question
    assert case.author == question.author
    assert case.commune == question.commune
    assert "Achetez ma pompe" in case.snapshot
    assert case.notices_count == 1
    assert [line.act for line in case.log.all()] == ["signalement"]
    assert case.log.get().actor is None


def test_other_people_join_the_open_case_and_an_urgent_reason_brings_it_forward():
    question = QuestionFactory()
    first, _ = send(question, UserFactory())
    second, _ = send(question, UserFactory(), category=NoticeCategory.ILLEGAL)
    case = second.case
    assert case.pk == first.case_id
    assert case.notices_count == 2
    assert case.due_at <= timezone.now() + timedelta(hours=24)
    third, _ = send(question, VISITOR)
    third.case.refresh_from_db()
    assert third.case.due_at == case.due_at


def test_the_same_person_counts_once_per_text():
    question, person = QuestionFactory(), UserFactory()
    first, _ = send(question, person)
    again, created = send(question, person)
    assert (again, created) == (first, False)
    visit, _ = send(question, visitor_key="abc")
    assert send(question, visitor_key="abc") == (visit, False)
    assert send(question, visitor_key="def")[1]
    assert Case.objects.get().notices_count == 3


def test_two_open_cases_for_one_text_cannot_exist():
    case = CaseFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseFactory(content=case.target)


def test_one_may_report_a_kept_text_again_only_if_edited_and_a_day_later(agence):
    question, person = QuestionFactory(), UserFactory()
    notice, _ = send(question, person)
    decide_case(actor=agence, case=notice.case, version=1, kind=DecisionKind.KEEP)
    assert send(question, person) == (notice, False)
    closed_at = Case.objects.get().closed_at
    question.edited_at = closed_at + timedelta(minutes=5)
    question.save()
    assert send(question, person) == (notice, False)
    Case.objects.update(closed_at=timezone.now() - timedelta(hours=23, minutes=59))
    assert send(question, person) == (notice, False)
    Case.objects.update(closed_at=timezone.now() - timedelta(hours=24))
    assert send(question, person)[1]
    assert Case.objects.count() == 2
    other, created = send(question, UserFactory())
    assert created
    assert other.case.status == CaseStatus.OPEN


def test_own_hidden_or_deleted_texts_are_refused():
    own = QuestionFactory()
    for content, actor in (
        (own, own.author),
        (QuestionFactory(hidden=True), UserFactory()),
        (QuestionFactory(status="supprime"), VISITOR),
    ):
        with pytest.raises(ModerationNotAllowed):
            send(content, actor)
    assert not Case.objects.to_decide().exists()


def test_the_reporter_is_told_by_mail_with_and_without_account(sent):
    question = QuestionFactory()
    with sent() as outbox:
        member = UserFactory()
        notice, _ = send(question, member)
        send(question, email="voisine@exemple.test")
        send(question)
    to = {message.to[0]: message for message in outbox}
    assert set(to) == {member.email, "voisine@exemple.test"}
    assert notice.number in to[member.email].subject
    assert str(notice.puid) in to[member.email].body


def test_only_the_agencies_of_the_territory_are_told_once_a_day(
    sent, agence, agence_ailleurs, equipe
):
    answer = AnswerFactory(body="Achetez ma pompe à chaleur au 06 00 00 00 00.")
    with sent() as outbox:
        send(answer, key="reponse")
        send(answer, key="reponse", visitor_key="x")
        send(QuestionFactory())
    # One line on the site; the mail is the summary of the morning.
    assert outbox == []
    alert = Notification.objects.get()
    assert (alert.user, alert.kind) == (agence, "moderation.case_to_decide")
    assert (alert.url, alert.thread) == ("/moderation/", "moderation:queue")
    assert not Mail.objects.filter(user=agence).exists()


def test_what_may_be_illegal_is_told_at_once_and_once(sent, agence):
    question = QuestionFactory()
    with sent() as outbox:
        send(question, visitor_key="a")
        send(question, visitor_key="b", category=NoticeCategory.RUDE)
        send(question, visitor_key="c", category=NoticeCategory.ILLEGAL)
        send(question, visitor_key="d", category=NoticeCategory.ILLEGAL)
    assert [message.to for message in outbox] == [[agence.email]]
    assert "illégal" in outbox[0].body
    assert question.title in outbox[0].body.replace("\u00a0", " ")


def test_reporters_learn_each_outcome_even_after_hiding_again(sent, agence):
    question, person = QuestionFactory(), UserFactory()
    notice, _ = send(question, person)
    send(question, email="voisine@exemple.test")
    with sent() as outbox:
        hide(notice.case, agence)
        sent_mails()
        notice.case.refresh_from_db()
        decide_case(
            actor=agence, case=notice.case, version=notice.case.version, kind=DecisionKind.RESTORE
        )
    told = [message for message in outbox if person.email in message.to]
    assert len(told) == 2
    assert "Défenseur des droits" in told[0].body
    assert len([m for m in outbox if "voisine@exemple.test" in m.to]) == 2
    for row in Notice.objects.all():
        assert row.told_at is not None
    # Hidden again later: a new case, a new statement.
    question.refresh_from_db()
    third, created = send(question, UserFactory())
    assert created
    hide(third.case, agence)
    question.refresh_from_db()
    assert question.status == "masque"
