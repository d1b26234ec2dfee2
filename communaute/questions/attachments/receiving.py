"""Files sent with the form of a text (`submission_key`), whatever becomes of the rest of it."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest

from communaute.comptes.models import User
from communaute.questions.models import Attachment
from socle.ratelimit import allow

from ..errors import FilesRefused
from .forms import FilesForm
from .services import keep_files

RATE = "40/h"
BUSY = "Trop de fichiers envoyés à la suite. Réessayez dans une heure."
DESCRIBE = "Décrivez en une phrase chaque image jointe, plus bas."
AGAIN = "Un fichier n’est pas joint : l’explication est près du champ."


def files_form(request: HttpRequest) -> FilesForm | None:
    """The form of files of this page: as it was just received, else empty; None signed out."""
    if not request.user.is_authenticated:
        return None
    return getattr(request, "received_files", None) or FilesForm()


def files_waiting(request: HttpRequest) -> list[Attachment]:
    """What was received for the text on this page: shown before it is published."""
    form = files_form(request)
    return form.kept if form else []


def receive(request: HttpRequest, form: forms.Form) -> None:
    """Keep the files that came with `form`, already cleaned, even when the rest of it is wrong;
    what is wrong with them is added to its errors, and said beside their field."""
    key = form.cleaned_data.get("submission_key")
    user = request.user
    if not isinstance(user, User) or key is None:
        return
    waiting = list(Attachment.objects.pending(user).filter(form_key=key))
    if not request.FILES and not waiting:
        request.received_files = FilesForm()  # type: ignore[attr-defined]
        return
    sent = FilesForm(request.POST, request.FILES, kept=waiting)
    if request.FILES and not allow(request, action="attachments", rate=RATE):
        sent.add_error("files", BUSY)
    if sent.is_valid():
        try:
            kept = keep_files(actor=user, form_key=key, **sent.received())
        except FilesRefused as error:
            sent.add_error("files", str(error))
        else:
            sent = FilesForm(kept=kept)
    request.received_files = sent  # type: ignore[attr-defined]
    if sent.errors:
        form.add_error(None, AGAIN)
    elif sent.says_nothing_of():
        form.add_error(None, DESCRIBE)
