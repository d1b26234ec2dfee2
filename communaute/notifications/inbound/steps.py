"""What time does to mails received and to addresses that refuse ours: told, forgotten, erased."""

import imaplib
import logging
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from anymail.signals import (
    AnymailInboundEvent,
    AnymailTrackingEvent,
    EventType,
    RejectReason,
    inbound,
    tracking,
)
from django.conf import settings
from django.db import Error, transaction
from django.urls import URLPattern
from imap_tools import AND, BaseMailBox, ImapToolsError, MailBox, MailBoxUnencrypted, MailMessage
from imap_tools.consts import MailMessageFlags

from communaute.comptes.models import User
from socle.scheduler import Step

from ..enums import ReceivedState
from ..models import BouncingAddress, Received
from ..numbers import NUMBERS
from ..outbox import bounces
from ..outbox.bounces import is_hard, note_report
from ..reply_addresses import TryLater
from ..services import tell
from .message import bytes_of
from .services import is_too_heavy, receive

logger = logging.getLogger(__name__)

TIMEOUT_S = 30
# Of one pass: the others wait for the next one.
BATCH = 200
UNREACHABLE = (ImapToolsError, imaplib.IMAP4.error, OSError)


@dataclass(frozen=True)
class Mailbox:
    """What IMAP_URL says. `keep_in`: the folder where mails dealt with go; "" erases them."""

    host: str
    port: int
    is_encrypted: bool
    user: str
    password: str
    folder: str
    keep_in: str


def configured_mailbox() -> Mailbox | None:
    """The mailbox of IMAP_URL; None without."""
    if not settings.IMAP_URL:
        return None
    url = urlsplit(settings.IMAP_URL)
    is_encrypted = url.scheme != "imap"
    return Mailbox(
        host=url.hostname or "localhost",
        port=url.port or (993 if is_encrypted else 143),
        is_encrypted=is_encrypted,
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
        folder=unquote(url.path.strip("/")) or "INBOX",
        keep_in=parse_qs(url.query).get("garder", [""])[0],
    )


def fetch(where: Mailbox) -> dict[str, int]:
    """Receive what was not read yet; how many of each state, `later` and `failed`.

    Raises what `UNREACHABLE` lists when the mailbox does not answer, `Error` when the database
    does not: what was not dealt with stays unread, for the next pass.
    """
    done: Counter[str] = Counter()
    kind = MailBox if where.is_encrypted else MailBoxUnencrypted
    # Left by LOGOUT whatever happens, a wrong password included.
    with kind(where.host, where.port, timeout=TIMEOUT_S) as mailbox:
        mailbox.login(where.user, where.password, where.folder)
        for uid in mailbox.uids(AND(seen=False))[:BATCH]:
            done[_one(mailbox, uid, where)] += 1
    return dict(done)


def _one(mailbox: BaseMailBox, uid: str, where: Mailbox) -> str:
    """Receive one mail, then only mark, move or erase it; what became of it."""
    head = _read(mailbox, uid, headers_only=True)
    if head is None:
        return "gone"
    size = head.size_rfc822
    whole = head if is_too_heavy(size) else _read(mailbox, uid, headers_only=False)
    if whole is None:
        return "gone"
    try:
        state = receive(whole.obj.as_bytes(), size=size)
    except TryLater:
        return "later"
    except Error:
        raise
    except Exception:
        # Not read again at each pass: a person finds it in the mailbox, with a star.
        logger.exception("a mail received cannot be dealt with")
        mailbox.flag(uid, [MailMessageFlags.SEEN, MailMessageFlags.FLAGGED], True)
        return "failed"
    if state == ReceivedState.IGNORED:
        mailbox.flag(uid, MailMessageFlags.SEEN, True)
    elif where.keep_in:
        mailbox.flag(uid, MailMessageFlags.SEEN, True)
        mailbox.move(uid, where.keep_in)
    else:
        mailbox.delete(uid)
    return state


def _read(mailbox: BaseMailBox, uid: str, *, headers_only: bool) -> MailMessage | None:
    found = mailbox.fetch(uid_list=uid, mark_seen=False, headers_only=headers_only)
    return next(iter(found), None)


def _to_fetch(now: datetime) -> list[Mailbox]:
    where = configured_mailbox()
    return [where] if where else []


def _fetch(where: Mailbox, now: datetime) -> dict[str, int]:
    return {f"mails_received_{state}": count for state, count in fetch(where).items()}


def _old(now: datetime) -> list[int]:
    limit = now - timedelta(days=NUMBERS.received_days)
    rows = Received.objects.filter(received_at__lte=limit)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _erase(pk: int, now: datetime) -> dict[str, int]:
    return {"received_lines_erased": Received.objects.filter(pk=pk).delete()[0]}


def _to_tell(now: datetime) -> list[int]:
    rows = BouncingAddress.objects.stopped(now).filter(told_at=None)
    return list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _tell_stopped(pk: int, now: datetime) -> dict[str, int]:
    """Tell on the site the person whose address it is; nobody for one without account."""
    row = BouncingAddress.objects.select_for_update().filter(pk=pk, told_at=None).first()
    if row is None:
        return {}
    BouncingAddress.objects.filter(pk=pk).update(told_at=now)
    person = User.objects.filter(email__iexact=row.email, is_active=True).first()
    if person is None:
        return {}
    tell(
        "notifications.mail_stopped",
        to=person,
        key=bounces.stopped_key(pk),
        url="/mon-compte/profil/#courriels",
        context={"email": row.email},
    )
    return {"people_told_of_stopped_mails": 1}


def _forgotten(now: datetime) -> list[int]:
    recent = BouncingAddress.objects.recent(now).values("pk")
    rows = BouncingAddress.objects.exclude(pk__in=recent)
    return list(rows.order_by("pk").values_list("pk", flat=True))


STEPS = (
    Step(
        key="notifications.receive",
        label="Courriels reçus : lus dans la boîte de IMAP_URL",
        due=_to_fetch,
        do=_fetch,
    ),
    Step(
        key="notifications.erase_received",
        label="Courriels reçus il y a longtemps : leur ligne est effacée",
        due=_old,
        do=_erase,
    ),
    Step(
        key="notifications.tell_stopped",
        label="Adresses qui refusent nos courriels : la personne le lit sur le site",
        due=_to_tell,
        do=_tell_stopped,
    ),
    Step(
        key="notifications.forget_bounces",
        label="Adresses qui ne refusent plus nos courriels depuis longtemps : oubliées",
        due=_forgotten,
        do=lambda pk, now: {"addresses_forgotten": bounces.forget(pk, now)},
    ),
)


# What a mail provider tells us by HTTP, through django-anymail: mails received, mails refused.
#
# The addresses exist only when `ANYMAIL` holds a secret and `MAIL_PROVIDER` names the provider;
# anymail checks the secret, and the signature of those that sign.


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
