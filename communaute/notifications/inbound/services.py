"""What becomes of a mail received: an answer, a refusal that says why, a mail come back, nothing.

An unknown address never gets a mail from us: whoever may be behind it, it is a machine's, a liar's
or somebody's whose name was borrowed. A refusal goes to the account, at the address of the account.
"""

import logging
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from typing import BinaryIO

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from communaute.comptes.errors import ProtectionAwaited
from communaute.comptes.models import User
from communaute.comptes.perms import misses_rights, withhold_roles
from communaute.comptes.second_factor.requirements import account_waits
from socle.errors import Refused
from socle.uploads import MAX_FILES, MAX_TOTAL_BYTES, CheckedFile, check_upload

from ..enums import ReceivedState, Why
from ..models import Mail, Received
from ..numbers import NUMBERS
from ..outbox.bounces import is_hard, note_bounce
from ..reply_addresses import (
    BOUNCE_CODE,
    Reply,
    ReplyAddress,
    ReplyThread,
    TryLater,
    Written,
    read_address,
    thread_of_code,
)
from .message import Incoming, header_of, read_headers, read_message
from .notify import LeftOut, Letter, NotTaken, tell_done, tell_refused
from .reply_parser import looks_automatic, read_words, why_automatic


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


logger = logging.getLogger(__name__)

MEGABYTE = 1_000_000


def is_too_heavy(size: int) -> bool:
    """Whether a mail of that many bytes is refused unread."""
    return size > NUMBERS.reply_message_mb * MEGABYTE


def receive(
    raw: bytes, *, recipients: Sequence[str] = (), size: int = 0, may_wait: bool = True
) -> ReceivedState:
    """Do what a mail asks, once, in one transaction; what became of it.

    `recipients`: whom the server says it is for. `size`: its weight when `raw` is its beginning
    only. Raises TryLater, with nothing written, when its author wrote a moment ago and the mail
    may be given again (`may_wait`).
    """
    heavy = is_too_heavy(max(size, len(raw)))
    incoming = (read_headers if heavy else read_message)(raw, recipients)
    address, written = _reply_address(incoming)
    fingerprint = incoming.fingerprint(written)
    if Received.objects.filter(fingerprint=fingerprint).exists():
        return ReceivedState.AGAIN
    try:
        with transaction.atomic():
            row = Received.objects.create(
                fingerprint=fingerprint,
                message_id=incoming.message_id,
                state=ReceivedState.IGNORED,
            )
            if not _is_for_nobody(row, incoming):
                _answer(row, incoming, address, heavy=heavy, may_wait=may_wait)
            row.save()
    except IntegrityError:
        if not Received.objects.filter(fingerprint=fingerprint).exists():
            raise
        # The same mail, received by another process at the same moment.
        return ReceivedState.AGAIN
    logger.info("mail received: %s %s", row.state, row.reason)
    return ReceivedState(row.state)


def _reply_address(incoming: Incoming) -> tuple[ReplyAddress | None, str]:
    """The address of ours that it was sent to, and that address as it is written."""
    for address in incoming.recipients:
        if (read := read_address(address)) is not None:
            return read, address.lower()
    return None, ""


def _is_for_nobody(row: Received, incoming: Incoming) -> bool:
    """Whether no person wrote it: a mail of ours that came back is counted, others are ignored."""
    if (bounce := read_bounce(incoming)) is not None:
        note_bounce(mail=bounce.mail, hard=bounce.is_hard)
        row.state, row.user = ReceivedState.BOUNCED, bounce.mail.user
        return True
    row.reason = why_automatic(incoming)
    return bool(row.reason)


def _answer(
    row: Received,
    incoming: Incoming,
    address: ReplyAddress | None,
    *,
    heavy: bool,
    may_wait: bool,
) -> None:
    """Publish what a person wrote, or tell why not; `row` says what became of it."""
    if address is None:
        row.reason = "no-reply-address"
        return
    actor = _actor_of(incoming, address)
    if actor is None:
        row.reason = "unknown-sender"
        return
    thread = thread_of_code(address.code) if address.is_true else None
    row.user, row.thread = actor, thread.key if thread else ""
    letter = Letter(row.fingerprint, actor, thread, address.pk, incoming, heavy=heavy)
    try:
        written, left_out = _take(letter, _checked(letter, address))
    except NotTaken as refusal:
        row.state, row.reason = ReceivedState.REFUSED, refusal.why
        tell_refused(letter, refusal)
    except TryLater as error:
        if may_wait:
            raise
        row.state, row.reason = ReceivedState.REFUSED, Why.TOO_SOON
        tell_refused(letter, NotTaken(Why.TOO_SOON, str(error)))
    else:
        row.state = ReceivedState.DONE
        tell_done(letter, written, left_out)


def _actor_of(incoming: Incoming, address: ReplyAddress) -> User | None:
    """Whom it is about: the person the address was made for; the account of the sender when we did
    not make it. None for a closed account, or somebody we do not know."""
    people = User.objects.filter(is_active=True)
    if address.is_true:
        actor = people.filter(pk=address.user_pk).first()
        # What expired was made long ago: only its own person hears of it.
        is_lost = actor is None or (_is_over(address) and not _is_from(incoming, actor))
        return None if is_lost else actor
    known = EmailAddress.objects.filter(email__iexact=incoming.sender, verified=True)
    return people.filter(pk__in=known.values("user")).first() if incoming.sender else None


def _is_over(address: ReplyAddress) -> bool:
    return address.expires_at <= timezone.now()


def _is_from(incoming: Incoming, actor: User) -> bool:
    """Whether From is an address of this account, confirmed."""
    mine = EmailAddress.objects.filter(user=actor, verified=True)
    return incoming.sender == actor.email.lower() or (
        bool(incoming.sender) and mine.filter(email__iexact=incoming.sender).exists()
    )


def _checked(letter: Letter, address: ReplyAddress) -> ReplyThread:
    """The thread answered. Raises NotTaken for an address changed, too old, or somebody else's."""
    if letter.thread is None:
        raise NotTaken(Why.TAMPERED)
    if _is_over(address):
        raise NotTaken(Why.EXPIRED)
    if not _is_from(letter.incoming, letter.actor):
        raise NotTaken(Why.OTHER_SENDER)
    return letter.thread


def _take(letter: Letter, thread: ReplyThread) -> tuple[Written, LeftOut]:
    """Write the answer: what was written, and what is not with it. Raises NotTaken, TryLater."""
    if letter.heavy:
        raise NotTaken(Why.TOO_HEAVY)
    if letter.incoming.body_bytes() > NUMBERS.reply_body_bytes:
        raise NotTaken(Why.TOO_LONG)
    if account_waits(letter.actor):
        # No session proves anything here: what their roles give waits, as on the site.
        withhold_roles(letter.actor)
    if thread.place(letter.actor, letter.pk) is None:
        if misses_rights(letter.actor):
            raise NotTaken(Why.RULE, str(ProtectionAwaited()))
        raise NotTaken(Why.GONE)
    words = read_words(letter.incoming.text())
    if not words.text:
        raise NotTaken(Why.EMPTY)
    if looks_automatic(letter.incoming, words.text):
        raise NotTaken(Why.AUTOMATIC)
    files, left_out = _files(letter.incoming, thread)
    key = uuid.uuid5(uuid.NAMESPACE_OID, letter.fingerprint)
    try:
        written = thread.receive(Reply(letter.actor, letter.pk, words.text, files, key))
    except TryLater:
        raise
    except Refused as error:
        raise NotTaken(Why.RULE, str(error)) from error
    return written, LeftOut(files=left_out, lines=words.left_out)


def _files(incoming: Incoming, thread: ReplyThread) -> tuple[list[CheckedFile], list[str]]:
    """Files one may keep, by the rules of the site; the others, and why when a rule says it."""
    found = incoming.files()
    if not thread.takes_files:
        return [], [f"« {file.name} »" for file in found]
    kept: list[CheckedFile] = []
    left_out, total = [], 0
    for file in found:
        total += len(file.data)
        if len(kept) >= MAX_FILES or total > MAX_TOTAL_BYTES:
            left_out.append(f"« {file.name} »")
            continue
        try:
            kept.append(check_upload(SimpleUploadedFile(file.name, file.data, file.content_type)))
        except ValidationError as error:
            left_out.append(f"« {file.name} » : {' '.join(error.messages)}")
    return kept, left_out


CHUNK = 1_000_000


def read_piped(stream: BinaryIO) -> tuple[bytes, int]:
    """The mail and its size; only its beginning when it is too heavy to be taken."""
    parts: list[bytes] = []
    size = 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if not is_too_heavy(size):
            parts.append(chunk)
    return b"".join(parts[:1] if is_too_heavy(size) else parts), size
