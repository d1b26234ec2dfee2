"""Files sent with a text: new ones, and those already received for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest

from communaute.comptes.models import User
from communaute.questions.models import Attachment
from socle.forms import PlainForm
from socle.ratelimit import allow
from socle.uploads import MAX_BYTES, CheckedFilesField

from ..errors import FilesRefused
from ..numbers import FILE_NUMBERS
from .services import ALT_MAX, keep_files

MEGABYTES = MAX_BYTES // 2**20
FOR_WHOM = "Pour les personnes qui ne la voient pas. Par exemple : la facture, avec le total."


class FilesForm(PlainForm):
    """`kept` are the files already received for the text, each with its description and a box
    that takes it off."""

    files = CheckedFilesField(
        label="Joindre des images ou un PDF",
        required=False,
        help_text=f"{FILE_NUMBERS.files_max} fichiers au plus, {MEGABYTES} Mo chacun ; pour vos "
        f"premiers messages, {FILE_NUMBERS.newcomer_images} image. Le lieu et la date des photos "
        "sont effacés. Cachez les noms et les adresses. Un brouillon ne garde pas les fichiers.",
    )
    alt = forms.CharField(
        label="Ce que montre l’image",
        help_text=FOR_WHOM,
        max_length=ALT_MAX,
        required=False,
    )

    def __init__(self, *args: Any, kept: Sequence[Attachment] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = list(kept)
        self.fields[
            "files"
        ].help_text += (
            " Les fichiers ne sont pas gardés avec un brouillon : joignez-les le jour de l’envoi."
        )
        for row in self.kept:
            if row.is_image:
                self.fields[f"alt_{row.pk}"] = forms.CharField(
                    label=f"Ce que montre « {row.name} »",
                    help_text=FOR_WHOM,
                    max_length=ALT_MAX,
                    required=False,
                    initial=row.alt,
                )
            self.fields[f"retirer_{row.pk}"] = forms.BooleanField(
                label=f"Retirer « {row.name} »", required=False
            )

    def received(self) -> dict[str, Any]:
        """Parameters of `services.keep_files`."""
        data = self.cleaned_data
        return {
            "files": data["files"] or [],
            "alt": data["alt"],
            "alts": {
                row.pk: data[name]
                for row in self.kept
                if (name := f"alt_{row.pk}") in self.fields and name in self.data
            },
            "removed": [row.pk for row in self.kept if data[f"retirer_{row.pk}"]],
        }

    def says_nothing_of(self) -> list[Attachment]:
        """Images that nobody described yet."""
        return [row for row in self.kept if row.is_image and not row.alt]


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
