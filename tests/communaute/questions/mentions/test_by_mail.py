"""Answering the mail that says one was named, or that something followed has news."""

import uuid
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.utils import timezone

from communaute.comptes.models import User
from communaute.moderation.enums import ContentStatus
from communaute.notifications.enums import ReceivedState
from communaute.notifications.inbound.services import receive
from communaute.notifications.models import Mail
from communaute.notifications.replies.addresses import invitation, reply_to
from communaute.questions.by_mail import mention_of
from communaute.questions.comments import add_comment
from communaute.questions.models import Answer, Comment, Mention
from communaute.questions.services import answer_question, ask_question
from communaute.questions.subscriptions import set_following
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.states import put_in_state
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory

pytestmark = pytest.mark.django_db

TEXT = "Chez nous, la sous-station tient dans un local de douze mètres carrés."


@pytest.fixture(autouse=True)
def configured(settings):
    settings.INBOUND_EMAIL = "reponse+{token}@chauffage.example"


@pytest.fixture
def question():
    return QuestionFactory(author=UserFactory(display_name="Jean R."))


@pytest.fixture
def monique(question):
    """Who answered an hour ago."""
    person = UserFactory(display_name="Monique D.")
    AnswerFactory(question=question, author=person)
    Answer.objects.update(created_at=timezone.now() - timedelta(hours=1))
    return person


def told(person: User, kind: str) -> Mail:
    return Mail.objects.filter(user=person, kind=kind).latest("pk")


def answered(mail: Mail, sender: User | None = None) -> str:
    """What becomes of a reply to this mail."""
    message = EmailMessage()
    message["From"] = (sender or mail.user).email
    message["To"] = reply_to(mail, timezone.now())
    message["Message-ID"] = f"<{mail.pk}@example.org>"
    message.set_content(TEXT)
    return receive(message.as_bytes())


def name_in_an_answer(question):
    return answer_question(
        actor=UserFactory(agence=True),
        question=question,
        body="Bonjour @Monique D., qu’en pensez-vous pour un petit local ?",
        submission_key=uuid.uuid4(),
    )


def test_named_in_an_answer_one_comments_under_it(question, monique):
    answer = name_in_an_answer(question)
    mail = told(monique, "mentions.named")
    assert "répondez à ce courriel" in invitation(mail)
    assert answered(mail) == ReceivedState.DONE
    comment = Comment.objects.get(author=monique)
    assert (comment.answer, comment.body) == (answer, TEXT)


def test_named_in_a_comment_one_comments_beside_it(question, monique):
    about = question.answers.get()
    add_comment(
        actor=UserFactory(agence=True),
        about=about,
        body="Merci @Monique D., c’est très clair.",
        submission_key=uuid.uuid4(),
    )
    # As the author of the answer, Monique is told of the comment by the mail of comments.
    jean = Mention.objects.create(
        user=question.author, comment=Comment.objects.get(), name="Jean R."
    )
    mail = Mail(
        pk=1,
        user=question.author,
        kind="mentions.named",
        context={"question_pk": question.pk, "comment_pk": jean.comment_id},
    )
    assert answered(mail) == ReceivedState.DONE
    written = Comment.objects.get(author=question.author)
    assert written.answer == about


def test_named_in_a_question_one_answers_it(question, monique):
    Mention.objects.create(user=monique, question=question, name="Monique D.")
    mail = Mail(pk=1, user=monique, kind="mentions.named", context={"question_pk": question.pk})
    assert answered(mail) == ReceivedState.DONE
    assert Answer.objects.filter(author=monique, body=TEXT).count() == 1


def test_hidden_meanwhile_it_takes_nothing(question, monique):
    answer = name_in_an_answer(question)
    mail = told(monique, "mentions.named")
    put_in_state(answer, ContentStatus.HIDDEN)
    assert answered(mail) == ReceivedState.REFUSED
    assert not Comment.objects.exists()
    assert Mail.objects.get(kind="notifications.reply_refused").context["reason"] == "gone"


def test_named_no_more_the_mail_is_not_answered(question, monique):
    name_in_an_answer(question)
    mail = told(monique, "mentions.named")
    Mention.objects.all().delete()
    assert mention_of(mail) is None
    assert reply_to(mail, timezone.now()) == ""


def test_what_one_follows_is_answered_in_its_question(question):
    jean = UserFactory(agence=True)
    set_following(actor=jean, target=question, follows=True)
    answer_question(
        actor=UserFactory(agence=True), question=question, body=TEXT, submission_key=uuid.uuid4()
    )
    assert answered(told(jean, "subscriptions.answer")) == ReceivedState.DONE
    assert Answer.objects.filter(author=jean, question=question).count() == 1


def test_a_question_of_a_space_one_follows_is_answered(question):
    jean = UserFactory(display_name="Jeanne P.")
    set_following(actor=jean, target=question.space, follows=True)
    ask_question(
        actor=UserFactory(agence=True),
        space=question.space,
        title="Quelle place prend une sous-station ?",
        body="Notre chaufferie est petite, et nous voudrions garder le local à vélos.",
        submission_key=uuid.uuid4(),
    )
    assert answered(told(jean, "subscriptions.question")) == ReceivedState.DONE
    assert Answer.objects.filter(author=jean).exclude(question=question).count() == 1


def test_who_may_not_write_is_told_why(question):
    jean = UserFactory(agence=True)
    set_following(actor=jean, target=question, follows=True)
    answer_question(
        actor=UserFactory(agence=True), question=question, body=TEXT, submission_key=uuid.uuid4()
    )
    mail = told(jean, "subscriptions.answer")
    put_in_state(question, locked_at=timezone.now())
    assert answered(mail) == ReceivedState.REFUSED
    assert not Answer.objects.filter(author=jean).exists()
    assert Mail.objects.filter(user=jean, kind="notifications.reply_refused").exists()
    assert answered(mail, sender=UserFactory()) == ReceivedState.REFUSED
