"""The log of moderation: one sealed row per act, in the transaction of the act."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from communaute.comptes.models import Organisation, User

from ..enums import Act
from ..models import Case, Decision, LogHead, ModerationLog
from ..perms import acting_organisation

_waiting: ContextVar[list[ModerationLog] | None] = ContextVar(
    "waiting rows of the log", default=None
)


@contextmanager
def together() -> Iterator[None]:
    """Rows recorded inside are written at its end, in their order: a service of several acts locks
    all that it needs before the head of the log. In a transaction; nothing is written when it
    fails."""
    if _waiting.get() is not None:
        yield
        return
    rows: list[ModerationLog] = []
    token = _waiting.set(rows)
    try:
        yield
    finally:
        _waiting.reset(token)
    for row in rows:
        _write(row)


def record(
    case: Case | None,
    act: Act,
    *,
    actor: User | None = None,
    detail: str = "",
    decision: Decision | None = None,
    organisation: Organisation | None = None,
) -> ModerationLog:
    """Add a row to the log, after the last one, whatever its case; None when it concerns none.

    The head of the log is the last row that a transaction locks (docs/mecanismes.md): lock
    whatever else is needed before, and do several acts `together`.
    `actor` is left empty for a notice: the log is read by people who need not know who reported.
    `detail` is a word of the service (a reason, a rule, a place), never what somebody typed nor
    what a program found in a text: a row is sealed, shown to auditors, and never erased.
    `organisation` is in whose name they act, the one that covers the case unless it is given.
    `decision` is the one this act took; its words and its statement's are sealed with the row.
    """
    if organisation is None and actor is not None and case is not None:
        organisation = acting_organisation(actor, case)
    row = ModerationLog(
        case=case,
        actor=actor,
        actor_number=actor.pk if actor else None,
        organisation=organisation,
        decision=decision,
        act=act,
        detail=detail,
        at=timezone.now(),
    )
    rows = _waiting.get()
    if rows is None:
        _write(row)
    else:
        rows.append(row)
    return row


@transaction.atomic
def _write(row: ModerationLog) -> None:
    head = _locked_head()
    row.position, row.key_id = head.position + 1, current_key_id()
    row.digest = seal(row, head.digest) or ""
    row.save()
    head.position, head.digest, head.key_id = row.position, row.digest, row.key_id
    head.seal = seal_head(head) or ""
    head.save()


def _locked_head() -> LogHead:
    """The head, locked until the end of the transaction. When it is missing from a log that has
    rows, it goes on from the last one and says since when."""
    head = LogHead.objects.select_for_update().filter(pk=LogHead.ONLY).first()
    if head is not None:
        return head
    last = ModerationLog.objects.order_by("position").last()
    position, digest = (last.position, last.digest) if last else (0, "")
    fresh = LogHead(pk=LogHead.ONLY, position=position, digest=digest, since=position + 1)
    fresh.key_id = current_key_id()
    fresh.seal = seal_head(fresh) or ""
    # Two first writers at once: one makes it, both lock it.
    LogHead.objects.bulk_create([fresh], ignore_conflicts=True)
    return LogHead.objects.select_for_update().get(pk=LogHead.ONLY)


# Sealing the log: an HMAC of each row after the one before it, under `settings.AUDIT_KEY`.
#
# Whoever can write in the database but does not hold the key can change nothing unseen. A key that
# was replaced stays in `AUDIT_KEY_FALLBACKS`, to read what it sealed: each row names its key.


# What of a decision and its statement is sealed: all but the links that an erasure empties.
_DECISION = (
    *("pk", "case_id", "kind", "sanction", "detail", "ends_at", "status_before", "undoes_id"),
    *("note", "organisation_id", "decided_at"),
)
_STATEMENT = (
    *("pk", "puid", "content_label", "content_created_at", "content_url", "language", "excerpt"),
    *("restriction", "visibility", "service", "account", "territorial_scope", "applies_from"),
    *("ends_at", "facts", "ground", "rule", "rule_code", "rule_version", "why", "also_illegal"),
    *("category", "source", "automated_detection", "automated_decision", "redress"),
    *("redress_until", "signatory", "plain", "created_at"),
)
_ROW = (
    *("case_id", "position", "actor_number", "organisation_id", "decision_id", "act", "detail"),
    *("at", "key_id"),
)
_HEAD = ("position", "digest", "since", "key_id")


def key_id_of(key: str) -> str:
    """Short name of a key, which tells nothing of it: what a row keeps."""
    return hashlib.sha256(f"moderation-log:{key}".encode()).hexdigest()[:8]


def current_key_id() -> str:
    return key_id_of(settings.AUDIT_KEY)


def seal(row: ModerationLog, previous: str) -> str | None:
    """Seal of a row after the seal of the one before ("" for the first).

    None when nobody holds the key that the row names any more.
    """
    return _sealed(row.key_id, [previous, _values(row, _ROW), _told(row.decision)])


def seal_head(head: LogHead) -> str | None:
    """Seal of the head of the log, None as above; a row and a head never have the same."""
    return _sealed(head.key_id, ["head", *_values(head, _HEAD)])


def _sealed(key_id: str, parts: list[Any]) -> str | None:
    known = {key_id_of(key): key for key in (settings.AUDIT_KEY, *settings.AUDIT_KEY_FALLBACKS)}
    key = known.get(key_id)
    if key is None:
        return None
    message = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key.encode(), message.encode(), hashlib.sha256).hexdigest()


def _told(decision: Decision | None) -> list[Any]:
    """A decision with its statement of reasons, as they are now."""
    if decision is None:
        return []
    statement = getattr(decision, "statement", None)
    return [_values(decision, _DECISION), _values(statement, _STATEMENT) if statement else []]


def _values(row: Any, names: tuple[str, ...]) -> list[Any]:
    return [_plain(getattr(row, name)) for name in names]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value if value is None or isinstance(value, int | bool) else str(value)
