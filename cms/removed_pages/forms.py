"""What becomes of the address of a page that is deleted."""

from typing import Any

from django import forms
from django.db.models import TextChoices
from wagtail.models import Page

from cms.site.destinations import is_public
from socle.forms import PlainForm


class Then(TextChoices):
    GONE = "retiree", "Dire que la page a été retirée, et où aller"
    PARENT = "au-dessus", "Mener à la page au-dessus"


class LeavingForm(PlainForm):
    """`suite`: one of `Then`. The page above is offered when anybody may read it."""

    suite = forms.ChoiceField(
        label="À l’adresse de cette page, ensuite",
        choices=Then.choices,
        widget=forms.RadioSelect,
        initial=Then.GONE,
        error_messages={
            "required": "Choisissez ce que diront les anciennes adresses.",
            "invalid_choice": "Choisissez l’une des réponses proposées.",
        },
    )

    def __init__(self, *args: Any, parent: Page, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(Then.GONE.value, Then.GONE.label)]
        if is_public(parent):
            choices.append((Then.PARENT.value, f"{Then.PARENT.label} : « {parent.title} »"))
        self.fields["suite"].choices = choices  # type: ignore[attr-defined]

    @property
    def sends_above(self) -> bool:
        return bool(self.cleaned_data["suite"] == Then.PARENT)
