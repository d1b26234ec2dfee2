"""What a mail that leaves says of answering it: where, and what becomes of the answer."""

from __future__ import annotations

from datetime import datetime
from email.utils import formataddr, parseaddr
from typing import TYPE_CHECKING

from django.conf import settings
from django.template import Context, Engine

from .addresses import make_address
from .threads import thread_of_kind

if TYPE_CHECKING:
    from ..models import Mail

# The letter of the addresses to which our mails come back.
BOUNCE_CODE = "z"


def reply_to(mail: Mail, now: datetime) -> str:
    """The address, with our name, where this mail is answered; "" for one that nobody answers so,
    or while no mail can reach us."""
    thread = thread_of_kind(mail.kind)
    pk = thread.pk_of(mail) if thread and mail.user_id else None
    if thread is None or pk is None or mail.user_id is None:
        return ""
    address = make_address(code=thread.code, pk=pk, user_pk=mail.user_id, now=now)
    return formataddr((parseaddr(settings.DEFAULT_FROM_EMAIL)[0], address)) if address else ""


def invitation(mail: Mail) -> str:
    """The line of a mail that may be answered: what becomes of the answer."""
    thread = thread_of_kind(mail.kind)
    return say(thread.template, "invite", {}) if thread else ""


def return_path(mail: Mail, now: datetime) -> str:
    """Where this mail comes back when its address refuses it; "" while no mail can reach us."""
    return make_address(code=BOUNCE_CODE, pk=mail.pk, user_pk=0, now=now)


def say(template: str, part: str, context: dict[str, object]) -> str:
    """One partial of the words of a thread, on one line."""
    found = Engine.get_default().get_template(f"{template}#{part}")
    return " ".join(found.render(Context(context, autoescape=False)).split())
