"""What one has just decided, and may still take back: kept in the session, read without a query."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone

if TYPE_CHECKING:
    from communaute.moderation.models import Case

SESSION = "moderation_undo"


def offer(request: HttpRequest, *, on: Case | None = None) -> dict[str, Any] | None:
    """What may still be undone: what was done (`said`), `until` when, its decisions (`pks`); no
    query. On the page of a case, only if one came to it by deciding: it names another text."""
    kept = request.session.get(SESSION)
    if kept is None or datetime.fromisoformat(kept["until"]) <= timezone.now():
        return None
    if on is not None and kept["landing"] != on.pk:
        return None
    return kept | {"until": datetime.fromisoformat(kept["until"])}
