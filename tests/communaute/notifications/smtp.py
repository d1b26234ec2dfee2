"""A real mail server for tests: what it got, and the ways in which one fails."""

import email
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from email.utils import make_msgid

from aiosmtpd.controller import Controller


class Mailbox:
    """Keeps what arrives, and from whom the envelope says it comes.

    Unknown: addresses in "inconnu"; busy for those in "occupe".

    `refusals`: how many messages it still answers with "try later", after having read them.
    """

    def __init__(self):
        self.messages = []
        self.senders = []
        self.refusals = 0

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address.startswith("inconnu"):
            return f"550 5.1.1 no such person {address}"
        if address.startswith("occupe"):
            return "450 4.2.1 later please"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.refusals:
            self.refusals -= 1
            return "451 4.3.0 later please"
        message = email.message_from_bytes(envelope.content, policy=policy.default)
        self.messages.append((envelope.rcpt_tos, message))
        self.senders.append(envelope.mail_from)
        return "250 OK"

    @property
    def recipients(self):
        return [recipients[0] for recipients, _ in self.messages]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def serving(box: object, port: int) -> Iterator[None]:
    controller = Controller(box, hostname="127.0.0.1", port=port, ready_timeout=120)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


def mailers(port: int) -> dict:
    return {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5},
        }
    }


def reply_to(message, text):
    """What a mailbox makes of « Répondre »: its headers, the text, the mail quoted under it."""
    answer = EmailMessage()
    answer["From"] = f"Monique <{message['To']}>"
    answer["To"] = message["Reply-To"]
    answer["Subject"] = f"Re: {message['Subject']}"
    answer["Message-ID"] = make_msgid(domain="example.org")
    answer["In-Reply-To"] = message["Message-ID"]
    answer["References"] = f"{message['References']} {message['Message-ID']}"
    quoted = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
    cited = "\n".join(f"> {line}" for line in quoted.splitlines())
    answer.set_content(
        f"{text}\n\nLe mer. 25 nov. 2026 à 10:12, {message['From']} a écrit :\n\n{cited}"
    )
    return answer.as_bytes()
