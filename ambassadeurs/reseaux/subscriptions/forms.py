"""Whether a network is followed, and from which place."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest

from ambassadeurs.reseaux.adresse.tested import POINT_COOKIE
from ambassadeurs.reseaux.geometry import in_mainland
from socle.forms import PlainForm


class FollowForm(PlainForm):
    """`suivre` says whether; `retour` leads back to the list of what one follows."""

    suivre = forms.ChoiceField(
        label="Suivre", choices=[("oui", "oui"), ("non", "non")], widget=forms.HiddenInput
    )
    retour = forms.ChoiceField(
        label="Retour",
        choices=[("", ""), ("suivies", "suivies")],
        required=False,
        widget=forms.HiddenInput,
    )

    def follows(self) -> bool:
        return self.cleaned_data["suivre"] == "oui"


class PlaceForm(forms.Form):
    """The place that the browser kept of the address just tested (`longitude_latitude`)."""

    lon = forms.FloatField(min_value=-180, max_value=180)
    lat = forms.FloatField(min_value=-90, max_value=90)

    @classmethod
    def of(cls, request: HttpRequest) -> PlaceForm:
        """From the page of a test, which alone receives it."""
        longitude, _, latitude = request.COOKIES.get(POINT_COOKIE, "").partition("_")
        return cls({"lon": longitude, "lat": latitude})

    def place(self) -> tuple[float, float] | None:
        """Longitude and latitude; None for what is no place in France."""
        if not self.is_valid():
            return None
        place = self.cleaned_data["lon"], self.cleaned_data["lat"]
        return place if in_mainland(*place) else None
