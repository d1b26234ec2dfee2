"""Answering the mail that says one was named, or that something followed has news."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.utils import timezone

from communaute.comptes.models import User
from communaute.moderation.enums import ContentStatus
from communaute.notifications.enums import ReceivedState
from communaute.notifications.inbound.services import receive
from communaute.notifications.models import Mail
from communaute.notifications.reply_addresses import invitation, reply_to
from communaute.questions.by_mail import mention_of
from communaute.questions.models import Answer, Comment, Mention
from communaute.questions.subscriptions import set_following
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.states import put_in_state
from tests.communaute.questions.acts import ask, comment, reply
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted")]

NAMED = "Bonjour @Monique D., qu’en pensez-vous pour un petit local ?"
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


def answered(mail: Mail, sender: User | None = None, to: str = "") -> str:
    """What becomes of a reply to this mail, that left now, or with this address."""
    message = EmailMessage()
    message["From"] = (sender or mail.user).email
    message["To"] = to or reply_to(mail, timezone.now())
    message["Message-ID"] = f"<{mail.pk}@example.org>"
    message.set_content(TEXT)
    return receive(message.as_bytes())


def test_named_in_an_answer_one_comments_under_it_while_one_is_named(question, monique):
    answer = reply(question, body=NAMED)
    mail = told(monique, "mentions.named")
    assert "répondez à ce courriel" in invitation(mail)
    assert answered(mail) == ReceivedState.DONE
    comment = Comment.objects.get(author=monique)
    assert (comment.answer, comment.body) == (answer, TEXT)
    Mention.objects.all().delete()
    assert mention_of(mail) is None
    assert reply_to(mail, timezone.now()) == ""


def test_named_in_a_comment_one_comments_beside_it_and_in_a_question_one_answers(question, monique):
    about = question.answers.get()
    said = comment(about, body="Merci @Monique D., c’est très clair.")
    # As the author of the answer, Monique is told of the comment by the mail of comments.
    Mention.objects.create(user=question.author, comment=said, name="Jean R.")
    Mention.objects.create(user=monique, question=question, name="Monique D.")
    context = {"question_pk": question.pk, "comment_pk": said.pk}
    mail = Mail(pk=1, user=question.author, kind="mentions.named", context=context)
    assert answered(mail) == ReceivedState.DONE
    assert Comment.objects.get(author=question.author).answer == about
    mail = Mail(pk=2, user=monique, kind="mentions.named", context={"question_pk": question.pk})
    assert answered(mail) == ReceivedState.DONE
    assert Answer.objects.filter(author=monique, body=TEXT).count() == 1


def test_hidden_meanwhile_it_takes_nothing(question, monique):
    answer = reply(question, body=NAMED)
    mail = told(monique, "mentions.named")
    put_in_state(answer, ContentStatus.HIDDEN)
    assert answered(mail) == ReceivedState.REFUSED
    assert not Comment.objects.exists()
    assert Mail.objects.get(kind="notifications.reply_refused").context["reason"] == "gone"


@pytest.mark.parametrize("what", ["answer", "question"])
def test_what_one_follows_is_answered_in_its_question(question, what):
    jean = UserFactory()
    set_following(actor=jean, target=question if what == "answer" else question.space, follows=True)
    if what == "answer":
        reply(question)
    else:
        question = ask(space=question.space)
    assert answered(told(jean, f"subscriptions.{what}")) == ReceivedState.DONE
    assert Answer.objects.get(author=jean).question == question


def test_who_may_not_write_is_told_why(question):
    jean = UserFactory(agence=True)
    set_following(actor=jean, target=question, follows=True)
    reply(question)
    mail = told(jean, "subscriptions.answer")
    to = reply_to(mail, timezone.now())
    put_in_state(question, locked_at=timezone.now())
    assert answered(mail, to=to) == ReceivedState.REFUSED
    assert not Answer.objects.filter(author=jean).exists()
    assert Mail.objects.filter(user=jean, kind="notifications.reply_refused").exists()
    assert answered(mail, sender=UserFactory(), to=to) == ReceivedState.REFUSED


def test_no_mail_that_leaves_once_the_question_is_closed_asks_for_an_answer(question, monique):
    """It would be refused: one that waited for the morning, for example."""
    jean = UserFactory(agence=True)
    set_following(actor=jean, target=question, follows=True)
    comment(reply(question, body=NAMED))
    author = Answer.objects.latest("pk").author
    mails = [
        told(jean, "subscriptions.answer"),
        told(monique, "mentions.named"),
        told(author, "questions.new_comment"),
    ]
    assert all(reply_to(mail, timezone.now()) for mail in mails)
    put_in_state(question, locked_at=timezone.now())
    assert [reply_to(mail, timezone.now()) for mail in mails] == ["", "", ""]


@pytest.mark.parametrize("is_hidden", [False, True])
def test_the_reply_to_a_comment_is_one_under_the_same_answer_while_it_is_read(is_hidden):
    answer = AnswerFactory()
    said = comment(answer)
    mail = told(answer.author, "questions.new_comment")
    if is_hidden:
        put_in_state(said, ContentStatus.HIDDEN)
        assert answered(mail) == ReceivedState.REFUSED
        assert not Comment.objects.filter(author=answer.author).exists()
        refused = Mail.objects.get(kind="notifications.reply_refused")
        assert refused.context["reason"] == "gone"
        return
    assert answered(mail) == ReceivedState.DONE
    written = Comment.objects.get(author=answer.author)
    assert (written.answer, written.body) == (answer, TEXT)
    done = Mail.objects.get(kind="notifications.reply_done")
    assert done.url == written.get_absolute_url()
    assert answer.question.answers.count() == 1
