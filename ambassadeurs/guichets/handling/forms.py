"""What operators and agencies both type about a demande."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils import timezone

from ambassadeurs.mises_en_relation.numbers import MESSAGE_MAX, MESSAGE_MIN
from communaute.comptes.models import Membership, Organisation, User
from socle.forms import PlainForm

from ..models import ReplyTemplate
from .services import WrongDay, last_day

NOTE_MAX: Final = 2000


class AssignForm(PlainForm):
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


class ReplyForm(PlainForm):
    """An answer from the desk; `submission_key` makes two clicks one message."""

    body = forms.CharField(
        label="Votre réponse",
        help_text="La personne la reçoit par courriel et dans ses mises en relation.",
        min_length=MESSAGE_MIN,
        max_length=MESSAGE_MAX,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": "Écrivez votre réponse avant de l’envoyer."},
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)


class ReplyTemplateForm(PlainForm):
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


class ComeBackForm(PlainForm):
    """The day on which one comes back to a demande."""

    day = forms.DateField(
        label="Relancer le",
        help_text="La personne n’en sait rien. Ce jour-là, qui suit la demande est prévenu.",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": "Choisissez un jour.",
            "invalid": "Écrivez la date ainsi : 05/12/2026.",
        },
    )

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if not timezone.localdate() < day <= last_day():
            raise forms.ValidationError(str(WrongDay()))
        return day
