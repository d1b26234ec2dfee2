"""Reading what comes back of our mails: delivery reports (RFC 3464)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message

from ..models import Mail
from ..outbox.bounces import is_hard
from ..replies.addresses import BOUNCE_CODE, read_address
from .message import Incoming, header_of


@dataclass(frozen=True)
class Bounce:
    """A mail of ours that came back, and whether the address is gone for good."""

    mail: Mail
    is_hard: bool


def read_bounce(incoming: Incoming) -> Bounce | None:
    """The mail of ours that a delivery report (RFC 3464) says refused; None for anything else.

    Believed only when it comes to the address that we signed for that mail, or names its
    Message-ID, which nobody can guess.
    """
    report = incoming.message
    if report.get_content_type() != "multipart/report":
        return None
    statuses = [_status(part) for part in report.walk() if header_of(part, "Action")]
    failed = [status for action, status in statuses if action == "failed"]
    mail = _mail_of(incoming)
    if mail is None or not failed:
        return None
    return Bounce(mail, any(is_hard(status) for status in failed))


def _status(part: Message) -> tuple[str, str]:
    return header_of(part, "Action").lower(), header_of(part, "Status")


def _mail_of(incoming: Incoming) -> Mail | None:
    for address in incoming.recipients:
        read = read_address(address)
        if read is not None and read.is_true and read.code == BOUNCE_CODE:
            return Mail.objects.select_related("user").filter(pk=read.pk).first()
    for part in incoming.message.walk():
        # The mail that came back, whole or its headers alone.
        if part is incoming.message or part.get_content_type() == "message/delivery-status":
            continue
        named = header_of(part, "Message-ID")
        if not named and part.get_content_type() == "text/rfc822-headers":
            found = re.search(r"^Message-ID:\s*(<[^>\s]+>)", str(part.get_payload()), re.I | re.M)
            named = found[1] if found else ""
        if named:
            mail = Mail.objects.select_related("user").filter(message_id=named).first()
            if mail is not None:
                return mail
    return None
