from typing import Any

from django import template

from .. import pages
from ..models import Visit

register = template.Library()


@register.simple_tag
def next_visits(host: Any, limit: int = 3) -> list[Visit]:
    """Visits to come of a copropriété or of an ambassador, soonest first."""
    return pages.next_visits(host, limit=limit)
