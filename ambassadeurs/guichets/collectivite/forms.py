"""What a local authority filters at its desk."""

from __future__ import annotations

from django import forms

from ambassadeurs.demandes.enums import Kind, State
from communaute.territoires.forms import CommuneField

from ..forms import FilterForm


class DemandFilterForm(FilterForm):
    """Which requests of a territory."""

    nature = forms.ChoiceField(
        label="Adressée à", choices=[("", "Tous"), *Kind.choices], required=False
    )
    etat = forms.ChoiceField(
        label="Où elle en est", choices=[("", "Toutes"), *State.choices], required=False
    )
    commune = CommuneField(label="Commune", help_text="", required=False)
