from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from dsfr.forms import DsfrBaseForm

from communaute.questions.enums import ConstructionPeriod, HeatingEnergy
from communaute.territoires.forms import CommuneField

from .querysets import CoproprieteQuerySet

FORMER_ENERGIES = [choice for choice in HeatingEnergy.choices if choice[0] != HeatingEnergy.RESEAU]


class DirectoryFilterForm(DsfrBaseForm):
    """Filters of the directory, by address: `/ambassadeurs/?reseau=&commune=&lots=&energie=`.

    `lots` is the number of the reader's own building: the list keeps from half to twice as many.
    """

    data: Mapping[str, Any]

    reseau = forms.CharField(label="Réseau de chaleur", required=False, max_length=100)
    commune = CommuneField(label="Commune ou code postal", help_text="", required=False)
    lots = forms.IntegerField(
        label="Vos lots (taille proche)",
        required=False,
        min_value=1,
        max_value=10_000,
    )
    energie = forms.ChoiceField(
        label="Chauffage d’avant",
        required=False,
        choices=[("", "Toutes les énergies"), *FORMER_ENERGIES],
    )
    periode = forms.ChoiceField(
        label="Construction",
        required=False,
        choices=[("", "Toutes les périodes"), *ConstructionPeriod.choices],
    )
    visites = forms.BooleanField(label="Qui acceptent des visites", required=False)

    def offer_networks(self, networks: list[tuple[str, str]], *, chosen: str = "") -> None:
        """Choices of the network field: (address, label); `chosen` is shown as such."""
        choices = [("", "Tous les réseaux"), *networks]
        self.fields["reseau"].widget = forms.Select(
            attrs=self.fields["reseau"].widget.attrs | {"class": "fr-select"}, choices=choices
        )
        if chosen:
            self.data = dict(self.data.items()) | {"reseau": chosen}

    def apply(self, queryset: CoproprieteQuerySet) -> CoproprieteQuerySet:
        """The rows kept by the valid filters, the network apart (see `directory`)."""
        chosen = self.cleaned_data
        if chosen.get("commune"):
            queryset = queryset.in_commune(chosen["commune"])
        if chosen.get("lots"):
            queryset = queryset.near_size(chosen["lots"])
        if chosen.get("energie"):
            queryset = queryset.filter(former_energy=chosen["energie"])
        if chosen.get("periode"):
            queryset = queryset.filter(period=chosen["periode"])
        if chosen.get("visites"):
            queryset = queryset.taking_visits()
        return queryset

    @property
    def is_filtering(self) -> bool:
        """At least one filter is asked, valid or not."""
        return any(self.data.get(name) for name in self.fields)
