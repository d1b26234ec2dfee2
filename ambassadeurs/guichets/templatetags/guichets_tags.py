"""Words of the desks."""

from collections.abc import Mapping
from datetime import timedelta

from django import template

from ambassadeurs.mises_en_relation.models import Demande
from ambassadeurs.mises_en_relation.names import asker_name
from ambassadeurs.mises_en_relation.potential import LABELS

register = template.Library()
SHOWN = ("lots", "period", "energy", "stage")
TWO_DAYS = timedelta(days=2)


@register.filter
def span(value: timedelta | None) -> str:
    """« 14 h » below two days, « 3 jours » beyond; « pas encore connu » without any."""
    if value is None:
        return "pas encore connu"
    if value < TWO_DAYS:
        return f"{max(1, round(value / timedelta(hours=1)))}\u00a0h"
    return f"{round(value / timedelta(days=1))}\u00a0jours"


@register.filter
def asker(demande: Demande) -> str:
    """The name the person chose to show."""
    return asker_name(demande)


@register.filter
def facts_line(sent: Mapping[str, str]) -> str:
    """« 60 lots · 1961–1974 · Gaz », from what was sent."""
    values = [(key, sent.get(LABELS[key], "")) for key in SHOWN]
    parts = [f"{value} lots" if key == "lots" else value for key, value in values if value]
    return " · ".join(parts) or "Aucune information sur l’immeuble"
