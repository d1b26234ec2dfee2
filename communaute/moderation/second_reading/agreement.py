"""How often a second reader would have decided the same: on the transparency page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communaute.moderation.transparency.periods import Period
from communaute.moderation.transparency.sections import Raw, Section, Unit

from .models import SecondReading

if TYPE_CHECKING:
    from communaute.comptes.models import Organisation


def count(period: Period, organisation: Organisation | None) -> Raw:
    """[readings, of which the same decision], and the same for the rule."""
    rows = SecondReading.objects.filter(period.contains("read_at"))
    if organisation:
        rows = rows.filter(decision__organisation=organisation)
    compared = rows.filter(same_rule__isnull=False)
    return {
        "sense": [rows.count(), rows.filter(agrees=True).count()],
        "rule": [compared.count(), compared.filter(same_rule=True).count()],
    }


AGREEMENT = Section(
    "agreement",
    "Deuxième lecture",
    "Chaque mois, une part des décisions est relue par une autre agence, qui ne sait pas ce qui a "
    "été décidé.",
    count,
    {"sense": "Même décision", "rule": "Même règle, quand les deux restreignent"},
    unit=Unit.RATES,
)
SECTIONS = (AGREEMENT,)
