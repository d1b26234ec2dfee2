"""Building one mail of the outbox: text and HTML alike, threaded, from where one may answer."""

import email.message
import hashlib
import secrets
from email import _header_value_parser as tokens
from email.header import Header
from email.headerregistry import HeaderRegistry, UniqueUnstructuredHeader
from email.policy import EmailPolicy, default
from email.utils import formataddr, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, Engine, TemplateDoesNotExist
from django.urls import reverse
from django.utils import timezone

from socle.typography import typeset_html, typography

from .. import words
from ..catalogue import Priority, kind_of
from ..models import Mail
from ..preferences.services import stop_path
from ..reply_addresses import invitation, reply_to, return_path


class Message(EmailMultiAlternatives):
    """A message whose long headers stay readable by mail servers."""

    def message(self, *, policy: EmailPolicy = default) -> email.message.EmailMessage:
        return super().message(policy=policy.clone(header_factory=HEADERS))


def build_message(mail: Mail) -> EmailMultiAlternatives:
    """The message of a row, ready to send. Raises LookupError for an unknown kind, and what its
    template raises."""
    now = timezone.now()
    stop = words.absolute(stop_path(mail))
    answer_to = reply_to(mail, now)
    subject, text, html = _parts(mail, stop, invitation(mail) if answer_to else "")
    if settings.TYPOGRAPHY:
        subject, text, html = typography(subject), typography(text), typeset_html(html)
    message = Message(
        subject=subject,
        body=text.strip() + "\n",
        # Where it comes back; what people read is the header From.
        from_email=return_path(mail, now) or settings.DEFAULT_FROM_EMAIL,
        to=[mail.address],
        reply_to=[answer_to or settings.CONTACT_EMAIL],
        headers=_headers(mail, stop),
    )
    message.attach_alternative(html, "text/html")
    attach = kind_of(mail.kind).attach
    if attach is not None and (file := attach(mail)) is not None:
        message.attach(*file)
    return message


def _parts(mail: Mail, stop: str, answer: str) -> tuple[str, str, str]:
    """Subject, text and HTML; `answer` says that one may answer this very mail."""
    kind = kind_of(mail.kind)
    # A code, or what is told of an account, is not chosen.
    may_choose = mail.user is not None and kind.priority > Priority.SOON
    parts = words.mail_parts(kind, mail.context)
    context = words.common_context() | mail.context | parts
    context |= {
        "answer": answer,
        "stop_url": stop,
        "choices_url": words.absolute(reverse("notifications:preferences")) if may_choose else "",
        "recipient": mail.user.display_name if mail.user else "",
        "action_url": words.absolute(mail.url),
        "html": words.html_of(parts["text"]),
    }
    engine = Engine.get_default()
    text = engine.get_template("notifications/mails/mail.txt")
    try:
        html = engine.get_template(kind.html_template)
    except TemplateDoesNotExist:
        html = engine.get_template("notifications/mails/mail.html")
    return (
        parts["subject"],
        text.render(Context(context, autoescape=False)),
        html.render(Context(context)),
    )


def new_message_ids(number: int) -> list[str]:
    """A Message-ID for each row, kept with it: sent again, it is the same message."""
    here = host()
    return [f"<{secrets.token_hex(16)}@{here}>" for _ in range(number)]


def sender() -> str:
    """The address of the service under its name; one that the installation named keeps that."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr(
        (words.service_name() if name in {"", settings.WAGTAIL_SITE_NAME} else name, address)
    )


def host() -> str:
    """The name of the site, in the identifiers of our mails."""
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def list_id() -> str:
    """What the List-Id of each of our mails ends with."""
    return f"notifications.{host()}"


def _subject(mail: Mail) -> str:
    """What this mail is about, for the filters of a mailbox: the room that tells it."""
    return mail.kind.partition(".")[0].replace("_", "-")


def _headers(mail: Mail, stop: str) -> dict[str, str]:
    headers = {
        "Message-ID": mail.message_id,
        "From": sender(),
        "List-Id": f"Notifications {words.service_name()} <{_subject(mail)}.{list_id()}>",
        "Auto-Submitted": "auto-generated",
    }
    if stop:
        # RFC 8058: the button « Se désabonner » of mailboxes.
        headers |= {
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    if mail.thread:
        # One thread stays together in the mailbox.
        root = f"<fil.{hashlib.sha256(mail.thread.encode()).hexdigest()[:32]}@{host()}>"
        headers |= {"References": root, "In-Reply-To": root}
    return headers


class _Whole(tokens.UnstructuredTokenList):
    as_ew_allowed = False


class WholeHeader:
    """A header in ASCII, folded between its words and nowhere else."""

    max_count = 1

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        kwds["parse_tree"] = _Whole(tokens.get_unstructured(value))
        kwds["decoded"] = str(kwds["parse_tree"])


class SubjectHeader(UniqueUnstructuredHeader):
    """Encoded whole, with accents: where the default cuts one, it glues two encoded words, which
    some mailboxes show as they are."""

    def fold(self, *, policy: EmailPolicy) -> str:
        if self.isascii():
            return super().fold(policy=policy)
        value = Header(str(self), "utf-8", header_name="Subject").encode(linesep=policy.linesep)
        return f"Subject: {value}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("subject", SubjectHeader)
for _name in ("list-unsubscribe", "list-id", "references", "in-reply-to"):
    HEADERS.map_to_type(_name, WholeHeader)
