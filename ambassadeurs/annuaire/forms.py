from collections.abc import Mapping
from typing import Any

from django import forms
from django.urls import reverse

from ambassadeurs.coproprietes.likeness import BuildingProfile, metres_from, near_size
from ambassadeurs.coproprietes.numbers import NUMBERS
from ambassadeurs.coproprietes.querysets import CoproprieteQuerySet
from ambassadeurs.reseaux.address_test.forms import AddressForm
from ambassadeurs.reseaux.geometry import in_mainland
from communaute.territoires.forms import CommuneField
from socle.buildings import FORMER_ENERGIES, ConstructionPeriod, HeatingMode
from socle.forms import LongSelect, PlainForm, TypedIntegerField
from socle.parameters import Chip, chips_of

# What each list of the directory offers, by field.
FIELD_CHOICES = {
    "energie": FORMER_ENERGIES,
    "periode": ConstructionPeriod.choices,
    "chauffage": HeatingMode.choices,
}


class AroundForm(AddressForm):
    """The address to look around; posted, so that it is in no URL."""

    chauffage = None  # type: ignore[assignment]


class DirectoryFilterForm(PlainForm):
    """Filters of the directory, by address: `/ambassadeurs/?reseau=&commune=&lots=&energie=`.

    `lat` and `lon` (WGS84 degrees, both or neither) keep what is within `NUMBERS.near_m`. `lots`
    is the number of the reader's own building: the list keeps from half to twice as many.
    """

    data: Mapping[str, Any]
    network_name = ""

    reseau = forms.CharField(label="Réseau de chaleur", required=False, max_length=100)
    commune = CommuneField(label="Commune ou code postal", help_text="", required=False)
    lots = TypedIntegerField(
        label="Vos lots (taille proche)",
        required=False,
        min_value=1,
        max_value=10_000,
    )
    energie = forms.ChoiceField(
        label="Chauffage d’avant",
        required=False,
        choices=[("", "Toutes les énergies"), *FIELD_CHOICES["energie"]],
    )
    periode = forms.ChoiceField(
        label="Construction",
        required=False,
        choices=[("", "Toutes les périodes"), *FIELD_CHOICES["periode"]],
    )
    chauffage = forms.ChoiceField(
        label="Type de chauffage",
        required=False,
        choices=[("", "Collectif ou individuel"), *FIELD_CHOICES["chauffage"]],
    )
    chiffres = forms.BooleanField(label="Qui donnent leurs chiffres", required=False)
    visites = forms.BooleanField(label="Qui acceptent des visites", required=False)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """A point is whole, and where distances can be measured."""
        chosen = super().clean() or self.cleaned_data
        asked = [name for name in ("lat", "lon") if self.data.get(name)]
        lat, lon = chosen.get("lat"), chosen.get("lon")
        if asked and (lat is None or lon is None or not in_mainland(lon, lat)):
            for name in ("lat", "lon"):
                self.errors.pop(name, None)
            message = "Nous ne savons pas situer ce point en France métropolitaine."
            raise forms.ValidationError(message)
        return chosen

    def offer_networks(
        self, networks: list[tuple[str, str]], *, chosen: str = "", name: str = ""
    ) -> None:
        """Choices of the network field: (address, label); `chosen` is shown as such, by `name`."""
        self.network_name = name
        choices = [("", "Tous les réseaux"), *networks]
        attrs = self.fields["reseau"].widget.attrs | {"class": "fr-select"}
        attrs.pop("maxlength", None)
        self.fields["reseau"].widget = LongSelect(attrs=attrs, choices=choices)
        if chosen:
            self.data = dict(self.data.items()) | {"reseau": chosen}

    def apply(self, queryset: CoproprieteQuerySet) -> CoproprieteQuerySet:
        """The rows kept by the valid filters, the network apart (see `directory`)."""
        chosen = self.cleaned_data
        if chosen.get("commune"):
            queryset = queryset.in_commune(chosen["commune"])
        if chosen.get("lots"):
            queryset = queryset.filter(near_size(chosen["lots"]))
        if chosen.get("energie"):
            queryset = queryset.filter(former_energy=chosen["energie"])
        if chosen.get("periode"):
            queryset = queryset.filter(period=chosen["periode"])
        if chosen.get("chauffage"):
            queryset = queryset.filter(heating_mode=chosen["chauffage"])
        if chosen.get("chiffres"):
            queryset = queryset.with_figures()
        if place := self.profile.place:
            queryset = queryset.annotate(metres=metres_from(place)).filter(
                metres__lte=NUMBERS.near_m
            )
        if chosen.get("visites"):
            queryset = queryset.taking_visits()
        return queryset

    @property
    def profile(self) -> BuildingProfile:
        """What the valid filters say of the reader's building, the network apart."""
        chosen = self.cleaned_data
        return BuildingProfile(
            longitude=chosen.get("lon"),
            latitude=chosen.get("lat"),
            lots=chosen.get("lots"),
            period=chosen.get("periode", ""),
            energy=chosen.get("energie", ""),
            heating_mode=chosen.get("chauffage", ""),
        )

    @property
    def chips(self) -> list[Chip]:
        """The filters in use, once valid, in words; each takes itself off."""
        if not self.is_valid():
            return []
        chosen = self.cleaned_data
        words = {
            ("lat", "lon"): "Autour de votre adresse" if self.profile.place else "",
            ("reseau",): self.network_name,
            ("commune",): chosen["commune"].name if chosen["commune"] else "",
            ("lots",): f"Proches de vos {chosen['lots']} lots" if chosen["lots"] else "",
        }
        for name, choices in FIELD_CHOICES.items():
            label = dict(choices).get(chosen[name])
            words[(name,)] = f"{self.fields[name].label} : {label}" if label else ""
        for name in ("chiffres", "visites"):
            words[(name,)] = str(self.fields[name].label) if chosen[name] else ""
        query = {name: str(self.data[name]) for name in self.fields if self.data.get(name)}
        said = [(names, label) for names, label in words.items() if label]
        return chips_of(said, query=query, action=reverse("annuaire:list"))

    @property
    def is_filtering(self) -> bool:
        """At least one filter is asked, valid or not."""
        return any(self.data.get(name) for name in self.fields)
