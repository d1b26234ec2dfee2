"""Every input of the desk of syndics."""

from __future__ import annotations

from typing import Any

from django import forms

from ambassadeurs.assemblees.errors import DateChangedMeanwhile
from ambassadeurs.assemblees.models import Assemblee
from ambassadeurs.assemblees.services import version_of_next
from ambassadeurs.coproprietes.errors import ChangedMeanwhile
from ambassadeurs.coproprietes.projets.forms import BuildingForm
from ambassadeurs.registre.models import RegisteredCopropriete
from socle.buildings import check_next_assembly
from socle.forms import DayInput, PageForm

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
    """Describe or change a building of the table: the syndic is known. `coming`: its assembly to
    come, or None."""

    next_assembly_on = forms.DateField(
        label="Prochaine assemblée générale",
        help_text="Pourquoi ? Pour que les réponses arrivent à temps.",
        required=False,
        validators=[check_next_assembly],
        widget=DayInput(),
    )
    assembly_version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    groups = (
        ("L’immeuble", ("name", "address", "commune", "register_number")),
        ("Sa taille et son âge", ("lots", "dwellings", "period")),
        (
            "Son chauffage",
            ("heating_mode", "current_energy", "hot_water", "boiler_year", "boiler_power_kw"),
        ),
        ("Le projet", ("stage", "next_assembly_on")),
    )

    def __init__(self, *args: Any, coming: Assemblee | None = None, **kwargs: Any) -> None:
        told = {
            "next_assembly_on": coming.held_on if coming else None,
            "assembly_version": version_of_next(coming),
        }
        super().__init__(*args, initial=told, **kwargs)
        del self.fields["syndic_name"]
        self.fields["name"].help_text = "Celui que vous utilisez. Par exemple : Les Tilleuls."
        self.fields["heating_mode"].label = "Chauffage"
        self.fields["stage"].label = "Où en est le projet ?"

    def refuse(self, error: ChangedMeanwhile) -> None:
        if not isinstance(error, DateChangedMeanwhile):
            super().refuse(error)
            return
        typed = self.data.copy()
        super().refuse(error)
        typed["assembly_version"] = error.version
        self.data = typed
