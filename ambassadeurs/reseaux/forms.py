"""Filters of the list of networks, and the rectangle that a map asks for."""

from typing import Any

from django import forms
from django.db import models

from communaute.territoires.forms import CommuneField
from communaute.territoires.models import Departement
from socle.forms import NamedErrors, PlainForm, TypedIntegerField

from .models import Reseau


class ReseauFilterForm(PlainForm):
    """Filters of the list of networks, all optional."""

    nom = forms.CharField(
        label="Nom, identifiant ou exploitant",
        help_text="Par exemple : 3802C",
        required=False,
        max_length=100,
        error_messages={"max_length": "Écrivez %(limit_value)d caractères au plus."},
    )
    commune = CommuneField(label="Commune", help_text="Nom ou code postal", required=False)
    departement = forms.ModelChoiceField(
        label="Département",
        help_text="Ceux qui ont un réseau",
        queryset=Departement.objects.none(),
        required=False,
        empty_label="Tous",
        error_messages={"invalid_choice": "Choisissez un département de la liste."},
    )
    enrr = TypedIntegerField(
        label="Part renouvelable (%)",
        help_text="Au moins, avec la chaleur récupérée",
        required=False,
        min_value=0,
        max_value=100,
        error_messages={
            "invalid": "Écrivez un nombre entier entre 0 et 100.",
            "min_value": "Écrivez un nombre entre 0 et 100.",
            "max_value": "Écrivez un nombre entre 0 et 100.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Those that have a network, and the one asked for: a link to a real département whose
        # networks are not known leads to an empty list, not to an error.
        given = str(self.data.get("departement", ""))
        networks = Reseau.objects.heat().filter(departement=models.OuterRef("pk"))
        self.fields["departement"].queryset = Departement.objects.filter(
            models.Exists(networks) | models.Q(pk=given if given.isalnum() else "")
        )


UNREADABLE = "Ces limites ne forment pas un rectangle."


class BoundsForm(NamedErrors):
    """West, south, east and north in WGS84 degrees."""

    ouest = forms.FloatField(min_value=-180, max_value=180)
    sud = forms.FloatField(min_value=-90, max_value=90)
    est = forms.FloatField(min_value=-180, max_value=180)
    nord = forms.FloatField(min_value=-90, max_value=90)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and (given["ouest"] >= given["est"] or given["sud"] >= given["nord"]):
            raise forms.ValidationError(UNREADABLE, code="order")
        return given
