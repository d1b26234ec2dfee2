"""The request of a syndic for several buildings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.template.loader import render_to_string

from ambassadeurs.demandes import facts
from ambassadeurs.demandes.contact_details import consent_together
from ambassadeurs.demandes.enums import PURPOSES, Kind
from ambassadeurs.demandes.forms import FirstMessageForm

if TYPE_CHECKING:
    from communaute.comptes.models import Organisation, User

    from .choosing import Choice


class ChosenForm(forms.Form):
    """Which buildings were ticked in the table, and whom to write to; never an error."""

    immeuble = forms.TypedMultipleChoiceField(coerce=int, required=False)
    vers = forms.CharField(required=False, max_length=40)

    def __init__(self, data: Any, *, known: list[int]) -> None:
        super().__init__(data)
        self.fields["immeuble"].choices = [(pk, pk) for pk in known]  # type: ignore[attr-defined]

    def value(self, name: str) -> Any:
        self.is_valid()
        return self.cleaned_data.get(name)


class TogetherForm(FirstMessageForm):
    """One screen: purpose, message, what is sent of each building, one consent that names them."""

    share = forms.MultipleChoiceField(
        label="Ce qui sera envoyé pour chaque immeuble",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Décochez ce que vous préférez garder pour vous.",
    )
    consent = forms.BooleanField(
        label="Votre accord",
        error_messages={"required": "Cochez cette case : sans votre accord, rien n’est transmis."},
    )

    def __init__(
        self, *args: Any, user: User, choice: Choice, sender: Organisation, **kwargs: Any
    ) -> None:
        purposes = PURPOSES[choice.kind]
        number = len(choice.buildings)
        start = render_to_string(
            f"guichets/syndics/starts/{choice.kind.value}.txt",
            {"organisation": sender.name, "number": number},
        )
        kwargs["initial"] = {"message": start.strip(), "purpose": purposes[0]}
        super().__init__(*args, user=user, **kwargs)
        self.offer(purposes)
        if number > 1:
            self["message"].help_text = "Le même pour tous les immeubles."
        known: set[str] = set()
        for building in choice.buildings:
            known |= facts.readable(choice.kind, building, user).keys()
        lines = [(key, fact.label) for key, fact in facts.BY_KEY.items() if key in known]
        self.fields["share"].choices = lines  # type: ignore[attr-defined]
        self.initial.setdefault("share", [key for key, _ in lines])
        if choice.kind == Kind.EXPLOITANT:
            names = [building.name for building in choice.buildings]
            self["consent"].label = consent_together(choice.organisation, names)
        else:
            del self.fields["consent"]
