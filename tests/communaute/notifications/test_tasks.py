"""Mails against a real SMTP server: what arrives, once, and what a failure leaves."""

import email
import socket
from email import policy

import pytest
from aiosmtpd.controller import Controller

from communaute.notifications.enums import NotificationKind
from communaute.notifications.models import DirectMail, Notification
from communaute.notifications.services import mail_address, notify, withdraw
from communaute.notifications.tasks import deliver_mail
from tests.communaute.comptes.factories import UserFactory


class Mailbox:
    """Keeps what arrives; refuses recipients whose address starts with "refuse"."""

    def __init__(self):
        self.messages = []

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address.startswith("refuse"):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=policy.default)
        self.messages.append((envelope.rcpt_tos, message))
        return "250 OK"


@pytest.fixture
def mailbox(settings, db):
    box = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5},
        }
    }
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    settings.BASE_URL = "https://chauffage.example"
    yield box
    controller.stop()


@pytest.fixture
def tell(django_capture_on_commit_callbacks):
    """Notify somebody with a mail, commit, and let the worker pass."""

    def tell(user, key="reponse-1", title="L’ALEC a répondu à « Quel coût ? »"):
        with django_capture_on_commit_callbacks(execute=True):
            return notify(
                user=user,
                kind=NotificationKind.FIRST_ANSWER,
                key=key,
                title=title,
                url="/communaute/questions/1-quel-cout/#reponse-1",
                mail="notification",
                context={"thread": "question-1", "why": "Vous avez posé cette question."},
            )

    return tell


def test_mail_arrives_whole(mailbox, tell):
    user = UserFactory(email="monique@example.org")

    notification = tell(user)

    [(recipients, message)] = mailbox.messages
    assert recipients == ["monique@example.org"]
    assert message["Subject"] == "L’ALEC a répondu à « Quel coût ? »"
    assert "ChauffageUrbain" in message["From"]
    assert message["Reply-To"] == "contact@chauffage-urbain.example"
    assert "notifications.chauffage.example" in message["List-Id"]
    assert message["Message-ID"].endswith("@chauffage.example>")
    assert message["References"] == message["In-Reply-To"]
    for kind in ("plain", "html"):
        text = message.get_body((kind,)).get_content()
        assert "https://chauffage.example/communaute/questions/1-quel-cout/#reponse-1" in text
        assert "Vous avez posé cette question." in text
    assert "L’ALEC a répondu" in message.get_body(("plain",)).get_content()
    assert "no-reply" not in message.as_string()
    notification.refresh_from_db()
    assert notification.mailed_at
    assert notification.mail_context == {}


def test_same_key_is_told_and_mailed_once(mailbox, tell):
    user = UserFactory()

    first, second = tell(user), tell(user)

    assert first == second
    assert len(mailbox.messages) == 1


def test_task_run_twice_sends_once(mailbox, tell):
    notification = tell(UserFactory())

    assert deliver_mail.call(source="notification", pk=notification.pk) is False
    assert len(mailbox.messages) == 1


def test_claimed_row_is_left_to_its_task(mailbox, tell):
    notification = tell(UserFactory())
    Notification.objects.update(mailed_at=None)

    assert deliver_mail.call(source="notification", pk=notification.pk) is False
    assert len(mailbox.messages) == 1


def test_messages_of_one_thread_stay_together_with_ids_of_their_own(mailbox, tell):
    user = UserFactory()

    tell(user, key="reponse-1")
    tell(user, key="reponse-2")

    first, second = (message for _, message in mailbox.messages)
    assert first["References"] == second["References"]
    assert first["Message-ID"] != second["Message-ID"]


def test_one_failure_stops_no_other_and_may_be_sent_later(mailbox, tell, caplog):
    refused = tell(UserFactory(email="refuse@example.org"))
    sent = tell(UserFactory(email="accepte@example.org"))

    refused.refresh_from_db()
    sent.refresh_from_db()
    assert sent.mailed_at
    assert refused.mailed_at is None
    assert refused.mail_claimed_at is None
    assert "refuse@example.org" not in caplog.messages[0]

    refused.user.email = "accepte2@example.org"
    refused.user.save()
    assert deliver_mail.call(source="notification", pk=refused.pk) is True
    assert mailbox.messages[-1][0] == ["accepte2@example.org"]


def test_address_without_account_gets_one_mail(mailbox, django_capture_on_commit_callbacks):
    context = {"title": "Suite donnée", "body": "Merci <beaucoup>.", "url": "/moderation/"}
    told = {"email": "a@example.org", "name": "notification", "key": "suite-1", "context": context}

    with django_capture_on_commit_callbacks(execute=True):
        mail_address(**told)
        mail_address(**told)

    [(recipients, message)] = mailbox.messages
    assert recipients == ["a@example.org"]
    assert "Merci <beaucoup>." in message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    assert "Merci &lt;beaucoup&gt;." in html
    assert "https://chauffage.example/moderation/" in html
    assert DirectMail.objects.get().mailed_at


def test_subject_cannot_carry_headers(mailbox, tell):
    tell(UserFactory(), title="Bonjour\r\nBcc: tous@example.org")

    [(recipients, message)] = mailbox.messages
    assert len(recipients) == 1
    assert message["Bcc"] is None
    assert message["Subject"] == "Bonjour Bcc: tous@example.org"


def test_inactive_person_gets_no_mail(mailbox, tell):
    tell(UserFactory(is_active=False))

    assert mailbox.messages == []


def test_withdrawn_before_the_worker_passes_never_leaves(mailbox, tell, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    notification = tell(UserFactory())

    assert withdraw(key="reponse-1") == 1
    assert deliver_mail.call(source="notification", pk=notification.pk) is False
    assert mailbox.messages == []
