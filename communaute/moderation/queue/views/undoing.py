"""Taking back what one has just decided: offered for some minutes where it names its text, and on
the page of its case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone

from communaute.moderation.enums import DecisionKind
from communaute.moderation.errors import ModerationError
from communaute.moderation.kinds_of_contents import listed_text
from communaute.moderation.models import Case, Decision
from communaute.moderation.outcome import notices_behind
from communaute.moderation.services import can_undo, undo_until
from communaute.moderation.services.tell import is_told_back

from ..services import SESSION, undo_together
from .acts import signed_in_post

UNDONE = "C’est annulé : rien n’a été envoyé, tout est comme avant."
# Who follows the space may have been told on the site.
UNPUBLISHED = "C’est annulé : l’auteur n’a rien reçu. Le texte a pu être lu entre-temps."


def remember(
    request: HttpRequest, decisions: Iterable[Decision], *, landing: Case | None = None
) -> None:
    """Offer to undo these decisions, all at once, in the queue and on the page of the next case
    (`landing`)."""
    made = list(decisions)
    request.session[SESSION] = {
        "pks": [one.pk for one in made],
        "until": min(undo_until(one) for one in made).isoformat(),
        "said": _sentence(made, elsewhere=True),
        "landing": landing and landing.pk,
    }


def offer_on_its_page(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """What this person may still undo of this case, whatever was decided since of others."""
    decision = case.decisions.select_related("statement__appeal").last()
    if decision is None or not can_undo(request.user, decision, timezone.now()):
        return None
    until = undo_until(decision)
    return {"pks": [decision.pk], "until": until, "said": _sentence([decision], elsewhere=False)}


@signed_in_post
def undo(request: HttpRequest) -> HttpResponse:
    """Take back the decisions that the page showed, if it is not too late: in another window, one
    may have decided since."""
    request.session.pop(SESSION, None)
    asked = [one for one in request.POST.getlist("decision") if one.isdecimal() and len(one) < 19]
    mine = Decision.objects.filter(decided_by=request.user, pk__in=asked)  # type: ignore[misc]
    made = list(mine.select_related("case"))
    if not made:
        messages.warning(request, "Il n’y a rien à annuler.")
        return redirect("moderation:queue")
    try:
        undo_together(actor=request.user, decisions=made)  # type: ignore[arg-type]
    except ModerationError as error:
        messages.warning(request, str(error))
        return redirect("moderation:queue")
    was_public = any(one.kind == DecisionKind.APPROVE for one in made)
    messages.success(request, UNPUBLISHED if was_public else UNDONE)
    return redirect(made[0].case) if len(made) == 1 else redirect("moderation:queue")


def _is_told_to_author(decision: Decision) -> bool:
    """Why it is restricted, that it is back, or that it is published at last."""
    published = decision.kind == DecisionKind.APPROVE
    return published or hasattr(decision, "statement") or is_told_back(decision)


def _sentence(made: list[Decision], *, elsewhere: bool) -> str:
    return render_to_string("moderation/_done.txt", _said(made) | {"elsewhere": elsewhere}).strip()


def _said(made: list[Decision]) -> dict[str, Any]:
    first = made[0]
    # What a program keeps, or an author corrected, was reported by nobody.
    notices = [notice for one in made for notice in notices_behind(one.case).by_people()]
    if first.sanction:
        # Whoever reported the text learns what became of it, and nothing of its author.
        notices = []
    # Somebody who reported several of these texts is one person.
    reachable = {one.reporter_id or one.reporter_email for one in notices} - {""}
    silent = [one for one in notices if not (one.reporter_id or one.reporter_email)]
    return {
        "kind": first.get_sanction_display() or first.get_kind_display(),
        "number": len(made),
        "case": first.case,
        "text": listed_text(first.case),
        "authors": len({one.case.author_id for one in made if _is_told_to_author(one)} - {None}),
        "told": len(reachable),
        "silent": len({one.visitor_key or one.pk for one in silent}),
        "minutes": round((undo_until(first) - first.decided_at).total_seconds() / 60),
    }
