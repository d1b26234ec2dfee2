"""Commenting by answering the mail that tells of a comment."""

from email.message import EmailMessage

import pytest
from django.utils import timezone

from communaute.moderation.enums import ContentStatus
from communaute.notifications.enums import ReceivedState
from communaute.notifications.inbound.services import receive
from communaute.notifications.models import Mail
from communaute.notifications.replies.addresses import reply_to
from communaute.questions.models import Comment
from tests.communaute.moderation.states import put_in_state
from tests.communaute.questions.acts import comment
from tests.communaute.questions.factories import AnswerFactory


@pytest.fixture
def answer(db, settings):
    settings.INBOUND_EMAIL = "reponse+{token}@chauffage.example"
    return AnswerFactory()


@pytest.fixture
def reply(answer):
    """What the author of the answer writes back to the mail that tells of a comment."""
    context = {"comment_pk": comment(answer).pk, "question_pk": answer.question_id}
    told = Mail(kind="questions.new_comment", user=answer.author, context=context)
    message = EmailMessage()
    message["From"] = answer.author.email
    message["To"] = reply_to(told, timezone.now())
    message["Message-ID"] = "<1@example.org>"
    message.set_content("Avec plaisir, bon courage.")
    return message.as_bytes()


def test_the_reply_is_a_comment_under_the_same_answer(answer, reply):
    assert receive(reply) == ReceivedState.DONE
    written = Comment.objects.get(author=answer.author)
    assert (written.answer, written.body) == (answer, "Avec plaisir, bon courage.")
    done = Mail.objects.get(kind="notifications.reply_done")
    assert done.url == written.get_absolute_url()
    assert answer.question.answers.count() == 1


def test_a_comment_hidden_meanwhile_takes_none(answer, reply):
    put_in_state(Comment.objects.get(), ContentStatus.HIDDEN)
    assert receive(reply) == ReceivedState.REFUSED
    assert not Comment.objects.filter(author=answer.author).exists()
    assert Mail.objects.get(kind="notifications.reply_refused").context["reason"] == "gone"
