from __future__ import annotations

from typing import Any

from django import forms
from dsfr.forms import DsfrBaseForm

from ambassadeurs.reseaux.models import Reseau
from communaute.questions.enums import ConstructionPeriod, HeatingEnergy
from communaute.territoires.forms import CommuneField

from .models import Copropriete
from .querysets import CoproprieteQuerySet


class DirectoryFilterForm(DsfrBaseForm):
    """Filters of the directory, by address: `/ambassadeurs/?reseau=&commune=&lots=&energie=`.

    `lots` is the number of the reader's own building: the list keeps from half to twice as many.
    """

    reseau = forms.CharField(label="Réseau de chaleur", required=False, max_length=100)
    commune = CommuneField(label="Commune", required=False)
    lots = forms.IntegerField(
        label="Nombre de lots de votre immeuble",
        help_text="Nous gardons les immeubles de taille proche : de la moitié au double.",
        required=False,
        min_value=1,
        max_value=10_000,
    )
    energie = forms.ChoiceField(
        label="Chauffage d’avant",
        required=False,
        choices=[("", "Toutes les énergies"), *HeatingEnergy.choices],
    )
    periode = forms.ChoiceField(
        label="Construction",
        required=False,
        choices=[("", "Toutes les périodes"), *ConstructionPeriod.choices],
    )
    visites = forms.BooleanField(label="Qui acceptent des visites", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        networks = (
            Reseau.objects.filter(coproprietes__in=Copropriete.objects.with_public_ambassadors())
            .distinct()
            .order_by("name", "pk")
            .values_list("slug", "name")
        )
        field = self.fields["reseau"]
        field.widget = forms.Select(choices=[("", "Tous les réseaux"), *networks])
        field.widget.attrs["class"] = "fr-select"

    def clean_reseau(self) -> Reseau | None:
        """The network by its address or national id, whatever the case."""
        text = self.cleaned_data["reseau"].strip()
        if not text:
            return None
        reseau = Reseau.objects.filter(slug__iexact=text).first()
        if reseau is None:
            message = "Nous ne connaissons pas ce réseau. Choisissez-le dans la liste."
            raise forms.ValidationError(message)
        choices = self.fields["reseau"].widget.choices
        if reseau.slug not in dict(choices):
            self.fields["reseau"].widget.choices = [*choices, (reseau.slug, reseau.name)]
        return reseau

    def apply(self, queryset: CoproprieteQuerySet) -> CoproprieteQuerySet:
        """The rows kept by the valid filters."""
        chosen = self.cleaned_data
        if chosen.get("reseau"):
            queryset = queryset.of_network(chosen["reseau"])
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
