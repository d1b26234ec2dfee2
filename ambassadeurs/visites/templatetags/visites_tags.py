from datetime import datetime
from typing import Any

from django import template

from socle.calendar import date_format

from .. import pages
from ..models import Booking, Visit

register = template.Library()


@register.filter(expects_localtime=True, is_safe=False)
def when(moment: datetime) -> str:
    """« samedi 5 décembre à 10 h 30 », in Paris."""
    return date_format(moment, "l j F à H:i")


@register.simple_tag
def next_visits(host: Any, limit: int = 3) -> list[Visit]:
    """Visits to come of a copropriété or of an ambassador, soonest first."""
    return pages.next_visits(host, limit=limit)


@register.simple_tag
def places_between(user: Any, demande: Any) -> list[Booking]:
    """Places to come of either person of a private thread at visits of the other."""
    return pages.places_between(user, demande)
