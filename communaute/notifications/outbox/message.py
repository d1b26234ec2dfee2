"""Building one mail of the outbox: text and HTML alike, threaded, from where one may answer."""

import hashlib
import secrets
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, Engine, TemplateDoesNotExist

from socle.typography import typeset_html, typography

from .. import words
from ..catalogue import kind_of
from ..models import Mail


def build_message(mail: Mail) -> EmailMultiAlternatives:
    """The message of a row, ready to send. Raises LookupError for an unknown kind, and what its
    template raises."""
    subject, text, html = _parts(mail)
    if settings.TYPOGRAPHY:
        subject, text, html = typography(subject), typography(text), typeset_html(html)
    message = EmailMultiAlternatives(
        subject=subject,
        body=text.strip() + "\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[mail.address],
        reply_to=[settings.CONTACT_EMAIL],
        headers=_headers(mail),
    )
    message.attach_alternative(html, "text/html")
    return message


def _parts(mail: Mail) -> tuple[str, str, str]:
    """Subject, text and HTML."""
    kind = kind_of(mail.kind)
    parts = words.mail_parts(kind, mail.context)
    context = words.common_context() | mail.context | parts
    context |= {
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


def new_message_id() -> str:
    """A Message-ID for one row, kept with it: sent again, it is the same message."""
    return f"<{secrets.token_hex(16)}@{_host()}>"


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def _headers(mail: Mail) -> dict[str, str]:
    headers = {
        "Message-ID": mail.message_id,
        "List-Id": f"Notifications ChauffageUrbain <notifications.{_host()}>",
        "Auto-Submitted": "auto-generated",
    }
    if mail.thread:
        # One thread stays together in the mailbox.
        root = f"<fil.{hashlib.sha256(mail.thread.encode()).hexdigest()[:32]}@{_host()}>"
        headers |= {"References": root, "In-Reply-To": root}
    return headers
