"""Taking back what one has just done at a desk, or in a thread for one's organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ambassadeurs.mises_en_relation.enums import DeskStatus
from ambassadeurs.mises_en_relation.errors import DemandeError, NotAllowed
from ambassadeurs.mises_en_relation.models import DeskAct, StatusEvent
from ambassadeurs.mises_en_relation.perms import works_for
from ambassadeurs.mises_en_relation.services import desk_acts
from ambassadeurs.mises_en_relation.undo import SESSION
from ambassadeurs.mises_en_relation.views.threads import draft_key
from communaute.comptes.models import User
from communaute.questions.writing import drafts

from .exploitant.services import take_connection_back
from .handling.services import NOT_YOURS, hold, locked

if TYPE_CHECKING:
    from collections.abc import Sequence

UNDONE = "C’est annulé : rien n’a été envoyé, tout est comme avant."
UNDONE_ANSWER = (
    "C’est annulé : rien n’a été envoyé. Votre texte vous attend dans le champ de réponse."
)


@transaction.atomic
def take_back(*, actor: User, acts: Sequence[DeskAct]) -> None:
    """Take back what one has just done, all or none, buildings included; colleagues read both
    moves. Raises NotAllowed, TooLateToUndo.
    """
    hold([act.demande for act in acts], actor)
    for act in sorted(acts, key=lambda one: one.demande_id):
        demande = act.demande = locked(act.demande)
        if demande.organisation_id is None or not works_for(actor, demande.organisation_id):
            raise NotAllowed(NOT_YOURS)
        after = demande.desk_status
        desk_acts.undo(act, actor)
        if demande.desk_status == after:
            continue
        StatusEvent.objects.create(
            demande=demande, actor=actor, from_status=after, to_status=demande.desk_status
        )
        if after == DeskStatus.RACCORDE:
            take_connection_back(demande)


@require_POST
@login_required
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what one did last, if it is not too late; the text of an answer is kept."""
    kept = request.session.pop(SESSION, None)
    acts = list(
        DeskAct.objects.filter(pk__in=kept["pks"] if kept else []).select_related(
            "demande", "message"
        )
    )
    if kept is None or not acts:
        messages.warning(request, "Il n’y a rien à annuler.")
        return redirect("mises_en_relation:list")
    texts = {one.demande.public_id: one.message.body for one in acts if one.message is not None}
    try:
        take_back(actor=cast(User, request.user), acts=acts)
    except DemandeError as error:
        messages.warning(request, str(error))
        return redirect(kept["back"])
    for public_id, body in texts.items():
        drafts.keep(request, draft_key(public_id), {"body": body})
    messages.success(request, UNDONE_ANSWER if texts else UNDONE)
    return redirect(kept["back"])
