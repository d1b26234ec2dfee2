"""Sealing the log: an HMAC of each row after the one before it, under `settings.AUDIT_KEY`.

Whoever can write in the database but does not hold the key can change nothing unseen. A key that
was replaced stays in `AUDIT_KEY_FALLBACKS`, to read what it sealed: each row names its key.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from .models import Decision, LogHead, ModerationLog

# What of a decision and its statement is sealed: all but the links that an erasure empties.
_DECISION = (
    *("pk", "case_id", "kind", "sanction", "detail", "ends_at", "status_before", "undoes_id"),
    *("note", "organisation_id", "decided_at"),
)
_STATEMENT = (
    *("pk", "puid", "content_label", "content_created_at", "content_url", "language", "excerpt"),
    *("restriction", "visibility", "service", "account", "territorial_scope", "applies_from"),
    *("ends_at", "facts", "ground", "rule", "rule_code", "rule_version", "why", "also_illegal"),
    *("category", "keyword", "source", "automated_detection", "automated_decision", "redress"),
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
