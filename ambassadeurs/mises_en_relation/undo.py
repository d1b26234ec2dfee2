"""What one has just done for one's organisation, and may still take back: kept in the session, read
without a query."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from communaute.notifications.words import in_the_morning

from .enums import DeskStatus
from .models import DeskAct

SESSION = "desk_undo"


def remember(request: HttpRequest, acts: Sequence[DeskAct], *, back: str) -> bool:
    """Offer to take these acts back, all at once, on the pages that follow; then one is at `back`
    (a path). Returns whether anything may be taken back."""
    until = [one.until for one in acts if one.until is not None]
    if not until or len(until) < len(acts):
        return False
    said = render_to_string(
        "mises_en_relation/_done.txt",
        {
            "number": len(acts),
            "is_answer": acts[0].message_id is not None,
            "is_close": "closed_at" in acts[0].changed,
            "status": acts[0].demande.get_desk_status_display()
            if "desk_status" in acts[0].changed
            else "",
            "is_told": any(one.keys for one in acts)
            or any(one.demande.desk_status == DeskStatus.RACCORDE for one in acts),
            "until": min(until),
            "mail_hour": in_the_morning("mises_en_relation.message", min(until)),
        },
    )
    request.session[SESSION] = {
        "pks": [one.pk for one in acts],
        "until": min(until).isoformat(),
        "said": said.strip(),
        "back": back,
    }
    return True


def offer(request: HttpRequest) -> dict[str, Any] | None:
    """What may still be taken back: what was done (`said`), `until` when; no query."""
    kept = request.session.get(SESSION)
    if kept is None or datetime.fromisoformat(kept["until"]) <= timezone.now():
        return None
    return {"said": kept["said"], "until": datetime.fromisoformat(kept["until"])}
