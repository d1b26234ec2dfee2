"""Taking back what one has just decided: offered on the next page, for some minutes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string

from communaute.casework.services import undo_together
from communaute.moderation.enums import DecisionKind
from communaute.moderation.errors import ModerationError
from communaute.moderation.models import Decision
from communaute.moderation.services import undo_until

from ..undo import SESSION
from .acts import signed_in_post

UNDONE = "C’est annulé : rien n’a été envoyé, tout est comme avant."


def remember(request: HttpRequest, decisions: Iterable[Decision]) -> None:
    """Offer to undo these decisions, all at once, on the pages that follow."""
    made = list(decisions)
    said = render_to_string("moderation/_done.txt", _said(made)).strip()
    until = min(undo_until(one) for one in made)
    request.session[SESSION] = {
        "pks": [one.pk for one in made],
        "until": until.isoformat(),
        "said": said,
    }


@signed_in_post
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what one decided last, if it is not too late."""
    kept = request.session.pop(SESSION, None)
    made = list(Decision.objects.filter(pk__in=kept["pks"] if kept else []).select_related("case"))
    if not made:
        messages.warning(request, "Il n’y a rien à annuler.")
        return redirect("moderation:queue")
    try:
        undo_together(actor=request.user, decisions=made)  # type: ignore[arg-type]
    except ModerationError as error:
        messages.warning(request, str(error))
        return redirect("moderation:queue")
    messages.success(request, UNDONE)
    return redirect(made[0].case) if len(made) == 1 else redirect("moderation:queue")


def _is_told_to_author(decision: Decision) -> bool:
    """Why it is restricted, that it is back, or that it is published at last."""
    back = decision.undoes_id is not None or decision.kind == DecisionKind.RESTORE
    return back or decision.kind == DecisionKind.APPROVE or hasattr(decision, "statement")


def _said(made: list[Decision]) -> dict[str, Any]:
    first = made[0]
    # What a program keeps, or an author corrected, was reported by nobody.
    notices = [notice for one in made for notice in one.case.notices.by_people()]
    reachable = [one for one in notices if one.reporter_id or one.reporter_email]
    if first.sanction:
        # Whoever reported the text learns what became of it, and nothing of its author.
        reachable = notices = []
    return {
        "kind": first.get_sanction_display() or first.get_kind_display(),
        "number": len(made),
        "author_told": first.case.author_id is not None and _is_told_to_author(first),
        "told": len(reachable),
        "silent": len(notices) - len(reachable),
        "minutes": round((undo_until(first) - first.decided_at).total_seconds() / 60),
    }
