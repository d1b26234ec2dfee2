"""Words of the desks."""

from datetime import timedelta

from django import template

from ambassadeurs.demandes.facts import sent_words
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.names import asker_name
from ambassadeurs.guichets.collectivite.trends import BAR_STEP, Month, bars, begun_hours
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.perms import organisations_of

register = template.Library()
SHOWN = ("name", "lots", "period", "energy", "stage")
TWO_DAYS = 48


@register.filter
def span(value: timedelta | None) -> str:
    """« 14 h » below two days, « 3 jours » beyond, begun ones counted, as on the cards of
    ambassadors and on `/stats/`; « pas encore connu » without any."""
    if value is None:
        return "pas encore connu"
    hours = begun_hours(value)
    if hours < TWO_DAYS:
        return f"{hours}\u00a0h"
    return f"{-(-hours // 24)}\u00a0jours"


@register.filter
def asker(demande: Demande) -> str:
    """The name the person chose to show."""
    return asker_name(demande)


@register.filter
def facts_line(demande: Demande) -> str:
    """« Les Tilleuls · 60 lots · 1961–1974 · Gaz », from what was sent; its address else."""
    words = sent_words(demande, *SHOWN)
    parts = [f"{word} lots" if key == "lots" else word for key, word in words.items() if word]
    told = " · ".join(parts) or sent_words(demande, "address")["address"]
    return told or "Aucune information sur l’immeuble"


@register.filter
def works_for_several_syndics(user: object) -> bool:
    """The page then says how to change."""
    return len(organisations_of(user, OrganisationKind.SYNDIC)) > 1


@register.simple_tag
def trend_bars(months: list[Month]) -> dict[str, object]:
    """The drawing of these months and its width; nothing when there is nothing to draw."""
    found = bars(months)
    return {"all": found, "width": BAR_STEP * len(found)} if found else {}
