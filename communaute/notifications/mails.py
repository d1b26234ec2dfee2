"""Building one mail from its row: text and HTML alike, threaded, from an address one may answer."""

import hashlib
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, Engine

from .models import DirectMail, Notification

FOLDER = "notifications/mails"


def build_message(row: Notification | DirectMail) -> EmailMultiAlternatives:
    """The message of a row, ready to send. Raises TemplateDoesNotExist for an unknown mail."""
    context = _context(row)
    message = EmailMultiAlternatives(
        subject=" ".join(_render(f"{row.mail}.subject.txt", context, autoescape=False).split()),
        body=_render(f"{row.mail}.txt", context, autoescape=False).strip() + "\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[_address(row)],
        reply_to=[settings.CONTACT_EMAIL],
        headers=_headers(row),
    )
    message.attach_alternative(_render(f"{row.mail}.html", context, autoescape=True), "text/html")
    return message


def absolute(path: str) -> str:
    """A path of the site as an address that works from a mailbox; "" stays ""."""
    return urljoin(f"{settings.BASE_URL}/", path) if path else ""


def _address(row: Notification | DirectMail) -> str:
    return row.user.email if isinstance(row, Notification) else row.email


def _context(row: Notification | DirectMail) -> dict[str, Any]:
    context: dict[str, Any] = {
        "base_url": settings.BASE_URL,
        "contact_email": settings.CONTACT_EMAIL,
        "recipient": "",
        "action_label": "Voir sur le site",
        "why": "",
    }
    path = row.mail_context.get("url", "")
    if isinstance(row, Notification):
        context |= {
            "recipient": row.user.display_name,
            "title": row.title,
            "body": row.body,
            "notifications_url": absolute("/mon-compte/notifications/"),
        }
        path = path or row.url
    return context | row.mail_context | {"url": absolute(path), "action_url": absolute(path)}


def _render(name: str, context: dict[str, Any], *, autoescape: bool) -> str:
    # Text parts are not HTML: an apostrophe must stay an apostrophe.
    template = Engine.get_default().get_template(f"{FOLDER}/{name}")
    return template.render(Context(context, autoescape=autoescape))


def _headers(row: Notification | DirectMail) -> dict[str, str]:
    """Stable ids: the same event sent again is the same message, one thread stays together."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    digest = hashlib.sha256(f"{row.key} {_address(row)}".encode()).hexdigest()[:32]
    headers = {
        "Message-ID": f"<{digest}@{host}>",
        "List-Id": f"Notifications ChauffageUrbain <notifications.{host}>",
        "Auto-Submitted": "auto-generated",
    }
    thread = row.mail_context.get("thread", "")
    if thread:
        root = f"<fil.{hashlib.sha256(thread.encode()).hexdigest()[:32]}@{host}>"
        headers |= {"References": root, "In-Reply-To": root}
    return headers
