"""Mails that no person wrote: never answered, never published (RFC 3834, and what mailboxes do)."""

from __future__ import annotations

import re
from email.utils import parseaddr

from django.conf import settings

from ..models import Mail
from ..outbox.message import host, list_id
from .message import Incoming

_PRECEDENCE = {"bulk", "junk", "list", "auto_reply", "auto-reply"}
_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Mail-Autoreply", "X-Loop")
_HEADERS += ("X-Auto-Response-Suppress", "List-Unsubscribe", "Feedback-ID")
_SUBJECT = re.compile(
    r"\s*(?:(?:réponse|reponse)\s+automatique|automatic\s+reply|auto(?:matic)?[\s-]*(?:reply|response)|"
    r"out of (?:the )?office|absen(?:ce|te?s?)\s+(?:du|de)\s+bureau|message\s+d.absence|"
    r"absence\s*:|(?:accusé|confirmation) de (?:lecture|réception)|lu\s*:|read\s*:|undeliver|"
    r"delivery status|non remis|échec de (?:la )?(?:remise|distribution))",
    re.IGNORECASE,
)
_MACHINES = re.compile(
    r"(?:mailer-daemon|postmaster|no-?reply|ne-?pas-?repondre|bounces?)(?:\+[^@]*)?@"
)


def why_automatic(incoming: Incoming) -> str:
    """Why no person is behind this mail, in a word for the log; "" when one may be."""
    submitted = incoming.header("Auto-Submitted").partition(";")[0].strip().lower()
    if submitted not in {"", "no"}:
        return "auto-submitted"
    if incoming.header("Precedence").lower() in _PRECEDENCE:
        return "precedence"
    if any(incoming.message.get(name) for name in _HEADERS):
        return "machine-header"
    if incoming.header("Return-Path").replace(" ", "") == "<>":
        return "empty-return-path"
    if _is_ours(incoming):
        return "loop"
    if incoming.message.get_content_type() == "multipart/report":
        return "report"
    if _SUBJECT.match(incoming.header("Subject")) or _MACHINES.match(incoming.sender):
        return "automatic-reply"
    return ""


def _is_ours(incoming: Incoming) -> bool:
    """Sent by ourselves, or by a list that our own mails went through."""
    ours = {settings.CONTACT_EMAIL.lower(), parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower()}
    if incoming.sender in ours or list_id() in incoming.header("List-Id"):
        return True
    message_id = incoming.message_id
    return message_id.endswith(f"@{host()}>") or (
        bool(message_id) and Mail.objects.filter(message_id=message_id).exists()
    )
