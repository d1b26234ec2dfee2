"""Words of rooms that are not converted yet: triplets `notifications/mails/<name>.*`."""

from typing import Any

from django.conf import settings
from django.template import Context, Engine

from .catalogue import OLD
from .models import Mail
from .words import absolute, one_line


def old_parts(mail: Mail) -> tuple[str, str, str]:
    """Subject, text and HTML of a mail whose kind is an old triplet."""
    name = mail.kind.removeprefix(OLD)
    context: dict[str, Any] = {
        "base_url": settings.BASE_URL,
        "contact_email": settings.CONTACT_EMAIL,
        "recipient": mail.user.display_name if mail.user else "",
        "action_label": "Voir sur le site",
        "why": "",
    } | mail.context
    context |= {"url": absolute(mail.url), "action_url": absolute(mail.url)}
    return (
        one_line(_render(f"{name}.subject.txt", context, autoescape=False)),
        _render(f"{name}.txt", context, autoescape=False),
        _render(f"{name}.html", context, autoescape=True),
    )


def _render(name: str, context: dict[str, Any], *, autoescape: bool) -> str:
    template = Engine.get_default().get_template(f"notifications/mails/{name}")
    return template.render(Context(context, autoescape=autoescape))
