"""What one has just decided, and may still take back: kept in the session, read without a query."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

SESSION = "moderation_undo"


def offer(request: HttpRequest) -> dict[str, Any] | None:
    """What may still be undone: what was done (`said`), `until` when; no query."""
    kept = request.session.get(SESSION)
    if kept is None or datetime.fromisoformat(kept["until"]) <= timezone.now():
        return None
    return {"said": kept["said"], "until": datetime.fromisoformat(kept["until"])}
