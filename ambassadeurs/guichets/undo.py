"""Taking back what one has just done at a desk, or in a thread for one's organisation."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from ambassadeurs.demandes.errors import DemandeError, NotAllowed
from ambassadeurs.demandes.models import Demande, DeskAct
from ambassadeurs.demandes.perms import works_for
from ambassadeurs.demandes.services import desk_acts
from ambassadeurs.demandes.undo import draft_key, find_kept
from communaute.comptes.models import User
from communaute.questions.text_pipeline import session_drafts

from .handling.services import NOT_YOURS, lock_parties, locked
from .lines import desk_list_url

UNDONE = "C’est annulé : rien n’a été envoyé, tout est comme avant."
UNDONE_ANSWER = (
    "C’est annulé : rien n’a été envoyé. Ce que vous aviez saisi vous attend dans le formulaire."
)
UNDONE_NO_FORM = (
    "C’est annulé : rien n’a été envoyé. La personne a fermé son compte, on ne peut plus lui "
    "écrire : votre texte reste affiché ici pour le copier."
)
FILES_AGAIN = " Les fichiers sont à choisir de nouveau."


@transaction.atomic
def take_back(*, actor: User, acts: Sequence[DeskAct]) -> None:
    """Take back what one has just done, all or none, buildings included; colleagues read both
    moves. Raises NotAllowed, TooLateToUndo.
    """
    lock_parties([act.demande for act in acts], actor)
    for act in sorted(acts, key=lambda one: one.demande_id):
        demande = act.demande = locked(act.demande)
        if demande.organisation_id is None or not works_for(actor, demande.organisation_id):
            raise NotAllowed(NOT_YOURS)
        desk_acts.undo(act, actor)


@require_POST
@login_required
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what the page showed, if it is not too late: in another window, one may have done
    something else since, or who asked may have ended it. What was typed of an answer or a note is
    kept, save its files."""
    asked = {one for one in request.POST.getlist("act") if one.isdecimal() and len(one) < 19}
    mine = DeskAct.objects.filter(actor=request.user, pk__in=asked)  # type: ignore[misc]
    acts = list(mine.select_related("demande", "message"))
    if not acts:
        messages.warning(request, "Il n’y a rien à annuler.")
        return redirect("demandes:list")
    kept = find_kept(request, map(int, asked))
    back = kept["back"] if kept else _desk_of(request.user, acts[0].demande)
    typed = {one.demande: one.message.body for one in acts if one.message is not None}
    if kept and kept["typed"].get("note"):
        typed.setdefault(acts[0].demande, "")
    had_files = any(one.message is not None and one.message.attachments.exists() for one in acts)
    try:
        take_back(actor=request.user, acts=acts)
    except DemandeError as error:
        messages.warning(request, str(error))
        return redirect(_readable(request.user, acts[0].demande, back))
    for demande, body in typed.items():
        draft = (kept["typed"] if kept else {}) | {"body": body}
        session_drafts.keep(request, draft_key(demande.public_id), draft)
    has_form = all(act.demande.is_asker_here for act in acts) or not any(typed.values())
    told = UNDONE if not typed else UNDONE_ANSWER if has_form else UNDONE_NO_FORM
    messages.success(request, told + (FILES_AGAIN if had_files else ""))
    return redirect(back)


def _readable(user: object, demande: Demande, back: str) -> str:
    """Where one was, unless it was the page of a demande that one reads no more: the desk then."""
    if Demande.objects.as_party(user).filter(pk=demande.pk).exists():
        return back
    return _desk_of(user, demande)


def _desk_of(user: object, demande: Demande) -> str:
    """The desk of a demande, for who works there; else the list of one's own."""
    is_there = demande.organisation_id is not None and works_for(user, demande.organisation_id)
    return desk_list_url(demande) if is_there else reverse("demandes:list")
