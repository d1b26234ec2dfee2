"""What a mail provider tells us by HTTP, through django-anymail: mails received, mails refused.

The addresses exist only when `ANYMAIL` holds a secret and `MAIL_PROVIDER` names the provider;
anymail checks the secret, and the signature of those that sign.
"""

from __future__ import annotations

from typing import Any

from anymail.signals import (
    AnymailInboundEvent,
    AnymailTrackingEvent,
    EventType,
    RejectReason,
    inbound,
    tracking,
)
from django.conf import settings
from django.urls import URLPattern

from ..outbox.bounces import is_hard, note_report
from .message import bytes_of
from .services import receive

GONE = {RejectReason.INVALID, RejectReason.BOUNCED}


def connect() -> None:
    """Listen to what anymail reads."""
    inbound.connect(on_mail, dispatch_uid="notifications.inbound")
    tracking.connect(on_event, dispatch_uid="notifications.tracking")


def webhook_urls() -> list[URLPattern]:
    """The addresses of our provider; none without a secret."""
    provider = settings.MAIL_PROVIDER
    if not (provider and settings.ANYMAIL.get("WEBHOOK_SECRET")):
        return []
    from anymail.urls import urlpatterns

    return [path for path in urlpatterns if str(path.name).startswith(f"{provider}_")]


def on_mail(sender: object, event: AnymailInboundEvent, **kwargs: Any) -> None:
    """A mail received. Its provider may not give it again: a hasty one is refused, and told."""
    message = event.message
    recipient = message.envelope_recipient
    receive(bytes_of(message), recipients=[recipient] if recipient else [], may_wait=False)


def on_event(sender: object, event: AnymailTrackingEvent, **kwargs: Any) -> None:
    """A mail refused for good, or called unwanted by who received it; all the rest is ignored."""
    refused = event.event_type in {EventType.BOUNCED, EventType.REJECTED, EventType.COMPLAINED}
    if refused and event.recipient:
        note_report(email=event.recipient, message_id=event.message_id or "", hard=_is_hard(event))


def _is_hard(event: AnymailTrackingEvent) -> bool:
    if event.event_type == EventType.COMPLAINED:
        return True
    said = str(event.mta_response or "")
    return is_hard(said) if said else event.reject_reason in GONE
