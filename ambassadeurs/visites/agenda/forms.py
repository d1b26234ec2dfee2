"""Filters of what is to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from ambassadeurs.reseaux.models import Reseau
from communaute.territoires.models import Departement
from socle.calendar import date_format
from socle.forms import PlainForm
from socle.parameters import Chip, chips_of

from ..models import Visit
from ..numbers import NUMBERS


def months_ahead(now: datetime) -> Iterator[date]:
    """The first day of this month of Paris, then of each one a visit may be proposed in."""
    month = timezone.localdate(now).replace(day=1)
    last = timezone.localdate(now) + timedelta(days=NUMBERS.ahead_days)
    while month <= last:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


class AgendaForm(PlainForm):
    """`/agenda/?departement=38&reseau=<address>&mois=2026-12`: all optional; what cannot be read
    is left out, and said.

    The départements and networks offered are those with a visit to come, and the one asked for.
    """

    departement = forms.ModelChoiceField(
        label="Département",
        queryset=Departement.objects.none(),
        required=False,
        empty_label="Tous les départements",
        error_messages={"invalid_choice": "Choisissez un département de la liste."},
    )
    reseau = forms.ModelChoiceField(
        label="Réseau de chaleur",
        queryset=Reseau.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label="Tous les réseaux",
        error_messages={"invalid_choice": "Choisissez un réseau de la liste."},
    )
    mois = forms.ChoiceField(
        label="Mois",
        required=False,
        error_messages={"invalid_choice": "Choisissez un mois de la liste."},
    )

    def __init__(self, data: Any, *, now: datetime) -> None:
        super().__init__(data)
        given = {name: str(self.data.get(name, "")) for name in ("departement", "reseau")}
        given = {name: text if text.isprintable() else "" for name, text in given.items()}
        to_come = Visit.objects.announced(now)
        here = to_come.filter(ambassadeur__copropriete__commune__departement=OuterRef("pk"))
        on_it = to_come.filter(ambassadeur__copropriete__reseau=OuterRef("pk"))
        departements: Any = self.fields["departement"]
        departements.queryset = Departement.objects.filter(
            Exists(here) | Q(pk=given["departement"][:3])
        )
        networks: Any = self.fields["reseau"]
        networks.queryset = Reseau.objects.filter(
            Exists(on_it) | Q(slug=given["reseau"][:100])
        ).order_by("name", "pk")
        months: Any = self.fields["mois"]
        self.months = {f"{month:%Y-%m}": date_format(month, "F Y") for month in months_ahead(now)}
        months.choices = [("", "Tous les mois"), *self.months.items()]

    def chosen(self) -> dict[str, Any]:
        """The filters that could be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def chips(self) -> list[Chip]:
        """The filters in use, in words; each takes itself off."""
        chosen = self.chosen()
        words = {name: str(value) for name, value in chosen.items()}
        if "mois" in chosen:
            words["mois"] = self.months[chosen["mois"]].capitalize()
        if "reseau" in chosen:
            words["reseau"] = chosen["reseau"].name
        query = {name: str(self.data[name]) for name in chosen}
        said = [((name,), label) for name, label in words.items()]
        return chips_of(said, query=query, action=reverse("visites:agenda"))
