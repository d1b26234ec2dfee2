"""The figures of each agency, from enough decisions on."""

from __future__ import annotations

from typing import Any

from django.db.models import Count

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Organisation

from ..numbers import TRANSPARENCY_NUMBERS
from .counting import decisions
from .periods import Period
from .sections import figures


def figures_of_agencies(period: Period) -> list[dict[str, Any]]:
    """Key, name and raw figures of the agencies that decided enough, by name."""
    counted = (
        decisions(period)
        .filter(organisation__kind=OrganisationKind.AGENCE)
        .order_by()
        .values_list("organisation")
        .annotate(number=Count("pk"))
    )
    known = [pk for pk, number in counted if number >= TRANSPARENCY_NUMBERS.agency_from]
    return [
        {"key": agency.pk, "name": agency.name, "figures": figures(period, agency)}
        for agency in Organisation.objects.filter(pk__in=known).order_by("name", "pk")
    ]
