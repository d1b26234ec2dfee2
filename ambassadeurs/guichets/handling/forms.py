"""What operators and agencies both type about a demande."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils import timezone

from ambassadeurs.demandes.forms import VersionForm
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.numbers import MESSAGE_MAX, MESSAGE_MIN
from communaute.comptes.models import Membership, Organisation, User
from socle.forms import DayInput, PlainForm, SharedForm
from socle.uploads import MAX_BYTES, CheckedFilesField

from ..models import ReplyTemplate
from .services import WrongDay, last_day

NOTE_MAX: Final = 2000


class AssignForm(VersionForm):
    """To whom a demande is given."""

    colleague = forms.ModelChoiceField(
        label="Confiée à",
        queryset=User.objects.none(),
        required=False,
        empty_label="Personne",
        error_messages={"invalid_choice": "Cette personne ne travaille pas pour votre organisme."},
    )

    def __init__(self, *args: Any, organisation: Organisation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = Membership.objects.filter(organisation=organisation).values("user")
        self.fields["colleague"].queryset = User.objects.filter(  # type: ignore[attr-defined]
            pk__in=colleagues, is_active=True
        ).order_by("display_name", "pk")


class TemplateChoiceForm(PlainForm):
    """Which ready answer to write under what is typed already."""

    modele = forms.ModelChoiceField(
        label="Partir d’un modèle",
        queryset=ReplyTemplate.objects.none(),
        empty_label="Choisissez un modèle",
        error_messages={"required": "Choisissez un modèle à reprendre."},
    )

    def __init__(self, *args: Any, organisation: Organisation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["modele"].queryset = ReplyTemplate.objects.filter(  # type: ignore[attr-defined]
            organisation=organisation
        )

    def under(self, typed: str) -> str:
        """What is typed, then the ready answer when one is chosen."""
        chosen = self.cleaned_data["modele"].body if self.is_valid() else ""
        return "\n\n".join(part for part in (typed.rstrip(), chosen) if part)


class ReplyForm(VersionForm):
    """An answer from the desk, with files; `submission_key` makes two clicks one message. Each desk
    adds where the demande stands, in the field named `moves`: it may change alone; left as the page
    showed it (`seen`), it is "" once cleaned, and moves nothing.
    """

    moves = ""

    body = forms.CharField(
        label="Votre réponse",
        help_text=(
            "La personne la reçoit par courriel et dans ses demandes. Laissez vide pour changer "
            "seulement le suivi."
        ),
        required=False,
        min_length=MESSAGE_MIN,
        max_length=MESSAGE_MAX,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    attachments = CheckedFilesField(
        label="Joindre des fichiers",
        help_text=f"Un devis, un plan : PDF ou image, {MAX_BYTES // 2**20} Mo au plus chacun.",
        required=False,
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[self.moves].required = False
        self.now = self.initial.setdefault("seen", self.initial[self.moves])

    @property
    def lost_files(self) -> bool:
        """Files were received but nothing is sent: browsers ask for them again."""
        return bool(self.errors) and "attachments" in self.files

    def clean(self) -> dict[str, Any]:
        """Something to send or to change: files go with words."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get(self.moves) == (cleaned.pop("seen", "") or self.now):
            cleaned[self.moves] = ""
        if not cleaned.get("body") and "body" not in self.errors:
            if cleaned.get("attachments"):
                self.add_error("body", "Écrivez quelques mots avec vos fichiers.")
            elif not self.changes_something():
                self.add_error("body", "Écrivez votre réponse avant de l’envoyer.")
        return cleaned

    def changes_something(self) -> bool:
        """Whether the demande moves, without an answer too; a wrong choice has its own error."""
        return bool(self.cleaned_data.get(self.moves)) or self.moves in self.errors

    def act_on(self, demande: Demande) -> None:
        super().act_on(demande)
        now = demande.desk_status if self.moves == "status" else demande.state
        if self.data.get(self.moves) == self.data.get("seen"):
            self.data[self.moves] = now  # type: ignore[index]
        self.data["seen"] = now  # type: ignore[index]


class ReplyTemplateForm(SharedForm):
    """A ready answer."""

    title = forms.CharField(
        label="Titre", help_text="Pour le retrouver. La personne ne le voit pas.", max_length=100
    )
    body = forms.CharField(
        label="Texte",
        help_text="Vous pourrez le modifier avant chaque envoi.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class NoteForm(PlainForm):
    """A note for colleagues."""

    note = forms.CharField(
        label="Nouvelle note",
        max_length=NOTE_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez la note avant de l’enregistrer."},
    )


class ComeBackForm(VersionForm):
    """The day on which one comes back to a demande."""

    day = forms.DateField(
        label="Relancer le",
        help_text="La personne n’en sait rien. Ce jour-là, qui suit la demande est prévenu.",
        widget=DayInput(),
        error_messages={"required": "Choisissez un jour."},
    )

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day is not None and not timezone.localdate() < day <= last_day():
            raise forms.ValidationError(str(WrongDay()))
        return day
