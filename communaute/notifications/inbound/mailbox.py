"""Fetching mails from a mailbox by IMAP: `IMAP_URL`, read every few minutes by the clock.

`imaps://nom:motdepasse@hote:993/INBOX`. Once dealt with, a mail is erased from the mailbox, or
moved to the folder that `?garder=Dossier` names; one that we ignore stays there, marked as read,
for a person to look at. Nothing is erased nor marked before its transaction is committed.
"""

from __future__ import annotations

import imaplib
import logging
from collections import Counter
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.db import Error
from imap_tools import AND, BaseMailBox, ImapToolsError, MailBox, MailBoxUnencrypted, MailMessage
from imap_tools.consts import MailMessageFlags

from ..enums import ReceivedState
from ..replies import TryLater
from .services import is_too_heavy, receive

logger = logging.getLogger(__name__)

TIMEOUT_S = 30
# Of one pass: the others wait for the next one.
BATCH = 200
UNREACHABLE = (ImapToolsError, imaplib.IMAP4.error, OSError)


@dataclass(frozen=True)
class Place:
    """What IMAP_URL says. `keep_in`: the folder where mails dealt with go; "" erases them."""

    host: str
    port: int
    is_encrypted: bool
    user: str
    password: str
    folder: str
    keep_in: str


def place() -> Place | None:
    """The mailbox of IMAP_URL; None without."""
    if not settings.IMAP_URL:
        return None
    url = urlsplit(settings.IMAP_URL)
    is_encrypted = url.scheme != "imap"
    return Place(
        host=url.hostname or "localhost",
        port=url.port or (993 if is_encrypted else 143),
        is_encrypted=is_encrypted,
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
        folder=unquote(url.path.strip("/")) or "INBOX",
        keep_in=parse_qs(url.query).get("garder", [""])[0],
    )


def fetch(where: Place) -> dict[str, int]:
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


def _one(mailbox: BaseMailBox, uid: str, where: Place) -> str:
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
