"""What one has just done for one's organisation, and may still take back: kept in the session, each
act for its minutes, shown on the page of its demande and in the list, where it is named."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from ambassadeurs.coproprietes.models import CoproprieteMember
from communaute.notifications.words import in_the_morning
from communaute.questions.text_pipeline import session_drafts

from .enums import DeskStatus
from .models import Demande, DeskAct
from .services.desk_acts import can_undo

SESSION = "desk_undos"


def draft_key(public_id: UUID) -> str:
    """Where the text of a message not sent yet is kept."""
    return f"message_draft_{public_id}"


def find_unsent(request: HttpRequest, demande: Demande) -> dict[str, Any]:
    """What one typed of this demande and did not send."""
    return session_drafts.find(request, draft_key(demande.public_id))


def remember(
    request: HttpRequest,
    acts: Sequence[DeskAct],
    *,
    back: str,
    typed: dict[str, Any] | None = None,
) -> bool:
    """Offer to take these acts back, all at once, on the pages that follow; then one is at `back`
    (a path), where one finds again what was `typed` with an answer. Returns whether anything may
    be taken back."""
    until = [one.until for one in acts if one.until is not None]
    if not until or len(until) < len(acts):
        return False
    done = {
        "pks": [one.pk for one in acts],
        "demande": acts[0].demande_id if len(acts) == 1 else None,
        "until": min(until).isoformat(),
        "back": back,
        "typed": typed or {},
    }
    request.session[SESSION] = [done, *_kept(request)]
    return True


def find_kept(request: HttpRequest, pks: Iterable[int]) -> dict[str, Any] | None:
    """What the session keeps of these acts, done all at once, even when it is too late."""
    kept, wanted = request.session.get(SESSION, []), set(pks)
    return next((one for one in kept if set(one["pks"]) == wanted), None)


def _kept(request: HttpRequest) -> list[dict[str, Any]]:
    """What was done these last minutes, the last one first."""
    now, kept = timezone.now(), request.session.get(SESSION, [])
    return [one for one in kept if datetime.fromisoformat(one["until"]) > now]


def offer(request: HttpRequest, *, on: Demande) -> list[dict[str, Any]]:
    """What may still be taken back on the page of a demande: only what was done of it, and nothing
    beside what was just sent, whose button it would be taken for. The same keys as `offer_all`."""
    if request.method == "POST":
        return []
    kept = [one for one in _kept(request) if one["demande"] == on.pk]
    return list(islice(_offered(request, kept), 1))


def offer_all(request: HttpRequest) -> list[dict[str, Any]]:
    """What may still be taken back from the list: what was done (`said`), `until` when, its acts
    (`pks`), `about` which building. The last thing done of one demande, the others being offered on
    their pages; and all that was done of several, which has no page. Not what who asked ended
    meanwhile, nor what something else followed (two queries each, for some minutes only)."""
    if request.method == "POST":
        return []
    kept = _kept(request)
    alone = _offered(request, [one for one in kept if one["demande"] is not None], named=True)
    together = _offered(request, [one for one in kept if one["demande"] is None])
    return [*islice(alone, 1), *together]


def _offered(
    request: HttpRequest, kept: list[dict[str, Any]], *, named: bool = False
) -> Iterator[dict[str, Any]]:
    return filter(None, (_offer(request, one, named=named) for one in kept))


def _offer(request: HttpRequest, kept: dict[str, Any], *, named: bool) -> dict[str, Any] | None:
    held = DeskAct.objects.filter(pk__in=kept["pks"], undone_at=None).order_by("pk")
    acts, until = (
        list(held.select_related("demande__requester")),
        datetime.fromisoformat(kept["until"]),
    )
    if not acts or not can_undo(request.user, *acts):
        return None
    name = acts[0].demande.sent.get("name") or "Immeuble sans nom"
    return {
        "pks": [one.pk for one in acts],
        "about": name if named else "",
        "until": until,
        "said": _said(acts, until),
    }


def _said(acts: Sequence[DeskAct], until: datetime) -> str:
    """What was done, and until when it may be taken back."""
    connecting = [one.demande_id for one in acts if one.connects_at]
    members = CoproprieteMember.objects.filter(copropriete__demandes__in=connecting)
    _, status = acts[0].changed.get("desk_status", ("", ""))
    said = render_to_string(
        "demandes/_done.txt",
        {
            "number": len(acts),
            "is_answer": acts[0].message_id is not None,
            "is_close": "closed_at" in acts[0].changed,
            "status": DeskStatus(status).label if status else "",
            "is_told": any(one.keys or one.connects_at for one in acts if one.demande.is_asker_here)
            or members.filter(user__is_active=True).exists(),
            "is_asker_here": acts[0].demande.is_asker_here,
            "until": until,
            "mail_hour": in_the_morning("demandes.message", until),
        },
    )
    return said.strip()
