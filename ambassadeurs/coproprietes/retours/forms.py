"""Input of a retour d’expérience: the sheet, a photo, the review, the proof of a figure."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from dsfr.forms import DsfrBaseForm

from socle.uploads import CheckedFileField

from ..enums import FIGURE_UNITS, FigureKey
from ..models import RetourExperience
from .services import STORY, FigureInput

PHOTO_MAX_SIDE = 1600
FIGURE_YEAR_MIN = 1980
MONTHS_MAX = 240
_MAX_VALUES = {
    FigureKey.KWH_BEFORE: 100_000_000,
    FigureKey.KWH_AFTER: 100_000_000,
    FigureKey.NETWORK_PRICE: 1_000,
}
_MAX_COST = 100_000
_HINTS = {
    "why": "La panne de trop, le prix, la fin d’un contrat, l’envie d’arrêter le fioul…",
    "convinced": "Qui hésitait, et ce qui l’a décidé.",
    "objection": "La phrase entendue en assemblée, et votre réponse.",
    "differently": "Le conseil que vous auriez aimé recevoir.",
}
_LABELS = {
    "why": "Pourquoi se raccorder ?",
    "convinced": "Qui a-t-il fallu convaincre ?",
    "objection": "Quelle objection avez-vous rencontrée ?",
    "differently": "Que feriez-vous autrement ?",
}


class FrenchDecimalField(forms.DecimalField):
    """A number as people type it: « 1 250,50 », with its sign of euro or without."""

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, str):
            value = re.sub(r"[\s€]", "", value).replace(",", ".")
        return super().to_python(value)


class RetourForm(DsfrBaseForm):
    """The sheet. Everything is optional: a draft is kept as far as it goes."""

    def __init__(self, *args: Any, retour: RetourExperience | None = None, **kwargs: Any) -> None:
        initial = _initial(retour) if retour else {}
        super().__init__(*args, initial=initial, **kwargs)
        for name in STORY:
            self.fields[name] = forms.CharField(
                label=_LABELS[name],
                help_text=_HINTS[name],
                required=False,
                max_length=5000,
                widget=forms.Textarea(attrs={"rows": 5, "class": "fr-input"}),
            )
        self.fields["months_from_idea"] = forms.IntegerField(
            label="Combien de mois, de la première idée au premier jour de chaleur ?",
            required=False,
            min_value=1,
            max_value=MONTHS_MAX,
            widget=forms.NumberInput(attrs={"class": "fr-input"}),
        )
        for key in FigureKey:
            self.fields[f"{key}_value"] = FrenchDecimalField(
                label=key.label,
                help_text=FIGURE_UNITS[key],
                required=False,
                min_value=0,
                max_value=_MAX_VALUES.get(key, _MAX_COST),
                max_digits=12,
                decimal_places=2,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "fr-input"}),
                error_messages={
                    "invalid": "Écrivez un nombre, par exemple 1250 ou 1250,50.",
                    "min_value": "Écrivez un nombre positif.",
                },
            )
            self.fields[f"{key}_year"] = forms.IntegerField(
                label="Année",
                help_text="Celle de ce chiffre",
                required=False,
                widget=forms.NumberInput(attrs={"class": "fr-input"}),
            )

    @property
    def story_fields(self) -> list[forms.BoundField]:
        return [*(self[name] for name in STORY), self["months_from_idea"]]

    @property
    def figure_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """(value, year) of each figure."""
        return [(self[f"{key}_value"], self[f"{key}_year"]) for key in FigureKey]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        this_year = timezone.localdate().year
        for key in FigureKey:
            value, year = data.get(f"{key}_value"), data.get(f"{key}_year")
            if year is not None and not FIGURE_YEAR_MIN <= year <= this_year:
                self.add_error(
                    f"{key}_year", f"Écrivez une année entre {FIGURE_YEAR_MIN} et {this_year}."
                )
            elif value is not None and year is None and f"{key}_year" not in self.errors:
                self.add_error(f"{key}_year", "De quelle année est ce chiffre ?")
            elif year is not None and value is None and f"{key}_value" not in self.errors:
                self.add_error(f"{key}_value", "Écrivez le chiffre, ou effacez l’année.")
        return data

    @property
    def story(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in STORY}

    @property
    def figures(self) -> dict[str, FigureInput | None]:
        data = self.cleaned_data
        told = {key: (data[f"{key}_value"], data[f"{key}_year"]) for key in FigureKey}
        return {key.value: None if pair[0] is None else pair for key, pair in told.items()}


def _initial(retour: RetourExperience) -> dict[str, Any]:
    initial: dict[str, Any] = {name: getattr(retour, name) for name in STORY}
    initial["months_from_idea"] = retour.months_from_idea
    for figure in retour.figures.all():
        value = figure.value
        initial[f"{figure.key}_value"] = f"{value.normalize():f}".replace(".", ",")
        initial[f"{figure.key}_year"] = figure.year
    return initial


class PhotoForm(DsfrBaseForm):
    """One photo, and what it shows for those who do not see it."""

    image = CheckedFileField(
        label="Photo",
        help_text="JPEG, PNG ou WebP, 10 Mo au plus. Le lieu et la date cachés dans le fichier "
        "sont effacés. Évitez les visages et les plaques.",
        images_only=True,
        max_side=PHOTO_MAX_SIDE,
    )
    alt = forms.CharField(
        label="Ce que montre la photo",
        help_text="Pour les personnes qui ne la voient pas. Par exemple : la sous-station, deux "
        "tuyaux isolés et un compteur.",
        max_length=200,
        error_messages={"required": "Décrivez la photo en une phrase."},
    )


class ReviewForm(DsfrBaseForm):
    """Publish, or return with a note."""

    PUBLISH, RETURN = "publier", "rendre"
    decision = forms.ChoiceField(
        choices=[(PUBLISH, "Publier"), (RETURN, "Rendre")], widget=forms.HiddenInput
    )
    note = forms.CharField(
        label="Remarque, si vous le renvoyez",
        help_text="La personne la lit mot pour mot.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("decision") == self.RETURN and not data.get("note", "").strip():
            self.add_error("note", "Dites ce qui est à changer : la personne lira votre remarque.")
        return data

    @property
    def publishes(self) -> bool:
        return self.cleaned_data["decision"] == self.PUBLISH


class FigureProofForm(forms.Form):
    """What shows that a figure is true."""

    proof_kind = forms.CharField(
        max_length=100,
        error_messages={
            "required": "Dites quel document montre ce chiffre : facture, décompte de charges…",
            "max_length": "Dites-le en 100 caractères au plus.",
        },
    )
