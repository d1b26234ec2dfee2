"""A notification leaves by SMTP, a person answers it in their mailbox, the answer is published."""

from email.utils import parseaddr

import pytest

from communaute.notifications import outbox
from tests.communaute.notifications.smtp import reply_to
from tests.communaute.questions.acts import reply
from tests.communaute.questions.factories import QuestionFactory

ANSWER = "Merci ! Est-ce que la sous-station était comprise dans ce prix ?"


def answered(asker):
    """A question of theirs, answered by somebody else; what it tells has left."""
    question = QuestionFactory(author=asker)
    reply(question)
    outbox.drain()
    return question


@pytest.fixture
def told(mailbox, monique):
    """The mail that tells Monique of the first answer to her question, as it arrived."""
    question = answered(monique)
    [(recipients, message)] = mailbox.messages
    assert recipients == ["monique@example.org"]
    return question, message


@pytest.mark.usefixtures("trusted")
def test_answering_the_mail_publishes_an_answer(told, mailbox, piped, monique):
    question, message = told
    assert "contact@chauffage-urbain.example" in message["From"]
    assert mailbox.senders[0].startswith("reponse+z")
    assert parseaddr(message["Reply-To"])[1].startswith("reponse+q")
    assert "répondez à ce courriel" in message.get_body(("plain",)).get_content()
    assert "répondez à ce courriel" in message.get_body(("html",)).get_content()

    assert piped(reply_to(message, ANSWER)) == "Publié ou transmis"

    answer = question.answers.get(author=monique)
    assert answer.body == ANSWER
    outbox.drain()
    recipients, done = mailbox.messages[-1]
    assert recipients == ["monique@example.org"]
    assert "est publiée" in done.get_body(("plain",)).get_content()
    # An answering machine that answers this one meets a person's address, not ours.
    assert done["Reply-To"] == "contact@chauffage-urbain.example"


@pytest.mark.usefixtures("trusted")
def test_without_an_inbound_address_mails_do_not_invite(settings, mailbox, monique):
    settings.INBOUND_EMAIL = ""
    answered(monique)
    [(_, message)] = mailbox.messages
    assert message["Reply-To"] == "contact@chauffage-urbain.example"
    assert "répondez à ce courriel" not in message.get_body(("plain",)).get_content()
    assert mailbox.senders == ["contact@chauffage-urbain.example"]
