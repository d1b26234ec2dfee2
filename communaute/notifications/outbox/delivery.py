"""What is due leaves, is tried again with growing pauses, or is said to fail.

`drain()` is called once a second by the worker (config/worker.py) and at each `tick`. A mail is
claimed by a conditional UPDATE, so that several workers send it once; a worker killed while
sending leaves a claim that expires, and the mail then leaves again under the same Message-ID.
"""

import logging
import smtplib
import threading
from collections import Counter
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import Error, close_old_connections, connection
from django.db.models import F
from django.utils import timezone

from communaute.comptes.adapters import who_may_come_back

from ..catalogue import COMEBACK, Kind, Priority, kind_of, kinds
from ..channels import after_quiet
from ..enums import MailState
from ..models import Mail
from ..numbers import NUMBERS, pause
from ..querysets import MailQuerySet
from . import bounces
from .message import build_message
from .pending import bring_up_to_date, is_worth_sending

logger = logging.getLogger(__name__)

BATCH = 50


class Unreachable(Exception):
    """The mail server does not answer: no use to try the others now. Says what became of one."""


def drain(*, limit: int = BATCH) -> dict[str, int]:
    """Send what is due now, codes first; returns how many `sent`, `retried`, `failed`, `dropped`.

    Stops at the first mail when the server does not answer: the next call tries the next one.
    """
    done: Counter[str] = Counter()
    connection = mailers.default
    try:
        for _ in range(limit):
            mail = _next()
            if mail is None:
                break
            done[_deliver(mail, connection)] += 1
    except Unreachable as error:
        done[str(error)] += 1
    finally:
        _close(connection)
    return dict(done)


def pks_due(now: datetime) -> list[int]:
    """Mails that should leave now and that nobody is sending."""
    return list(Mail.objects.due(now).values_list("pk", flat=True))


def _next() -> Mail | None:
    """Claim the next mail due, or None."""
    while True:
        now = timezone.now()
        pk = Mail.objects.due(now).values_list("pk", flat=True).first()
        if pk is None:
            return None
        if Mail.objects.claim(pk, now):
            mail = Mail.objects.select_related("user").filter(pk=pk).first()
            if mail is not None:
                return mail


def _deliver(mail: Mail, connection: BaseEmailBackend) -> str:
    """Send one claimed mail; what became of it."""
    now = timezone.now()
    row = Mail.objects.filter(pk=mail.pk)
    try:
        kind = kind_of(mail.kind)
        # One that was let go leaves whatever the hour.
        if mail.priority > Priority.SOON and (at := after_quiet(kind, now)) > now:
            _wait_for_morning(mail, at)
            return "held"
        if reason := _moot(mail, kind, now):
            row.end(reason, now=now)
            _settle(mail, kind, now)
            _forget(row)
            return "dropped"
        message = build_message(mail)
    except Exception as error:
        logger.exception("mail %s (%s) cannot be written", mail.pk, mail.kind)
        return _again(mail, now, f"message impossible à écrire : {type(error).__name__}")
    try:
        connection.open()
    except OSError as error:
        raise Unreachable(_again(mail, now, _reason(error))) from error
    try:
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        return _refused(mail, now, error)
    except (OSError, ValueError) as error:
        # SMTP's own errors are OSErrors. The connection may be in any state: a new one next time.
        _close(connection)
        return _again(mail, now, _reason(error))
    row.update(
        state=MailState.SENT, ended_at=timezone.now(), claimed_until=None, context={}, error=""
    )
    _settle(mail, kind, now)
    _forget(row)
    return "sent"


def _wait_for_morning(mail: Mail, at: datetime) -> None:
    """Have a mail that would leave at night wait for the morning; it was no try."""
    Mail.objects.filter(pk=mail.pk).update(
        planned_at=at, due_at=at, claimed_until=None, attempts=F("attempts") - 1
    )


def _settle(mail: Mail, kind: Kind, now: datetime) -> None:
    if kind.settle is not None:
        kind.settle(mail, now)


def _is_for_closed(mail: Mail) -> bool:
    """Whether it leaves although the account is closed: what says to somebody how they keep
    one that they were closing, and what the law wants to reach them."""
    if mail.kind in COMEBACK:
        return who_may_come_back(mail.address) is not None
    return not mail.to_closed_account


def _moot(mail: Mail, kind: Kind, now: datetime) -> MailState | None:
    """Why a mail must not leave any more, or None; what is filled as it leaves is filled."""
    if reason := _why_never(mail, now):
        return reason
    if not is_worth_sending(mail, kind):
        return MailState.WITHDRAWN
    bring_up_to_date(mail, kind)
    if kind.fill is not None:
        content = kind.fill(mail)
        if content is None:
            return MailState.WITHDRAWN
        mail.context = content
    return None


def _why_never(mail: Mail, now: datetime) -> MailState | None:
    """Why a mail cannot leave, whatever it says; None when it can."""
    if mail.expires_at is not None and mail.expires_at <= now:
        return MailState.EXPIRED
    if mail.user is not None and not mail.user.is_active and not _is_for_closed(mail):
        return MailState.WITHDRAWN
    if not mail.address:
        return MailState.WITHDRAWN
    if mail.priority != Priority.CODE and bounces.is_stopped(mail.address, now):
        return MailState.STOPPED
    return None


def _refused(mail: Mail, now: datetime, error: smtplib.SMTPRecipientsRefused) -> str:
    """The server knows no such address (5xx): said at once. Busy (4xx): tried again."""
    code, said = next(iter(error.recipients.values()))
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    reason = f"{code} {text}".replace(mail.address, "…")
    if code < 500:
        done = _again(mail, now, reason)
        if done == "failed":
            bounces.note_bounce(mail=mail, hard=False)
        return done
    Mail.objects.filter(pk=mail.pk).update(
        state=MailState.FAILED, ended_at=now, claimed_until=None, error=reason[:300]
    )
    bounces.note_bounce(mail=mail, hard=bounces.is_hard(reason))
    return "failed"


def _again(mail: Mail, now: datetime, reason: str) -> str:
    """Plan the next try, with growing pauses; failed when it would come too late."""
    due_at = now + pause(mail.attempts)
    row = Mail.objects.filter(pk=mail.pk)
    if due_at > mail.planned_at + timedelta(hours=NUMBERS.retry_hours):
        row.update(state=MailState.FAILED, ended_at=now, claimed_until=None, error=reason[:300])
        logger.error("mail %s (%s) failed for good: %s", mail.pk, mail.kind, reason)
        return "failed"
    row.update(due_at=due_at, claimed_until=None, error=reason[:300])
    return "retried"


def _reason(error: Exception) -> str:
    """What the team reads. Codes and names only: servers repeat addresses in their sentences."""
    code = getattr(error, "smtp_code", None) or getattr(error, "errno", None)
    return f"{type(error).__name__} {code or ''}".strip()


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except OSError:
        logger.warning("the connection to the mail server did not close well")


def retry_failed() -> int:
    """Try all that failed again at once, for another 48 hours; returns how many."""
    now = timezone.now()
    return Mail.objects.failed().update(
        state=MailState.WAITING, planned_at=now, due_at=now, attempts=0, ended_at=None, error=""
    )


def forget_expired(now: datetime) -> int:
    """Empty mails whose time has passed, even while no server answers; returns how many."""
    rows = Mail.objects.filter(expires_at__lte=now)
    ended = rows.end(MailState.EXPIRED, now=now)
    _forget(rows)
    return ended


def _forget(rows: MailQuerySet) -> None:
    """Erase the lines that would keep an address typed by anybody, once they are of no use."""
    keys = [kind.key for kind in kinds() if not kind.keeps_address]
    ended = rows.exclude(pk__in=Mail.objects.unended().values("pk"))
    ended.filter(user__isnull=True, kind__in=keys).delete()


def erase_log(pk: int, now: datetime) -> int:
    """Erase the line of one mail long ended."""
    return Mail.objects.filter(pk=pk).exclude(state=MailState.WAITING).delete()[0]


# The postman: a thread of the worker that empties the outbox, whatever the tasks are doing.
#
# A slow task never keeps a sign-in code waiting, a database or a mail server that is down never
# stops the worker: the thread waits, and tries again.


IDLE_S = 1.0
# After a pass in which nothing could leave, or whose database was away.
TROUBLE_S = 5.0
# What a mail being sent is given to finish when the worker stops; beyond, its claim expires.
STOP_S = 8.0


class Postman:
    """`with Postman(): …` — mails leave for as long as the block lasts."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="postman", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join(STOP_S)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._stop.wait(self._pass())
        connection.close()

    def _pass(self) -> float:
        """Empty the outbox once; how many seconds to wait before the next time."""
        close_old_connections()
        try:
            done = drain()
        except Error:
            logger.exception("the outbox cannot be read")
            connection.close()
            return TROUBLE_S
        except Exception:
            logger.exception("the outbox cannot be emptied")
            return TROUBLE_S
        return TROUBLE_S if set(done) == {"retried"} else IDLE_S
