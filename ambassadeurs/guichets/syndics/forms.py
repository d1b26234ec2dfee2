"""Every input of the desk of syndics."""

from __future__ import annotations

from typing import Any

from django import forms

from ambassadeurs.coproprietes.projets.forms import BuildingForm
from ambassadeurs.registre.models import RegisteredCopropriete
from socle.forms import PageForm

from .querysets import BY_ASSEMBLY, BY_DISTANCE, BY_NAME

ORDERS = [
    (BY_NAME, "Nom de l’immeuble"),
    (BY_DISTANCE, "Distance au réseau"),
    (BY_ASSEMBLY, "Prochaine assemblée générale"),
]


class TableForm(PageForm):
    """How the table is sorted, and which page of it; never an error."""

    tri = forms.ChoiceField(label="Trier par", choices=ORDERS, required=False)

    def order(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("tri") or BY_NAME


class RegisteredForm(forms.Form):
    """A line of the register, by its number."""

    registre = forms.ModelChoiceField(RegisteredCopropriete.objects.select_related("commune"))


class ManagedBuildingForm(BuildingForm):
    """Describe or change a building of the table: the syndic is known."""

    groups = (
        ("L’immeuble", ("name", "address", "commune", "register_number")),
        ("Sa taille et son âge", ("lots", "dwellings", "period")),
        (
            "Son chauffage",
            ("heating_mode", "current_energy", "hot_water", "boiler_year", "boiler_power_kw"),
        ),
        ("Le projet", ("stage", "next_assembly_on")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["syndic_name"]
        self.fields["name"].help_text = "Celui que vous utilisez. Par exemple : Les Tilleuls."
        self.fields["heating_mode"].label = "Chauffage"
        self.fields["stage"].label = "Où en est le projet ?"
