"""Words about cases, for templates."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.timesince import timesince

from communaute.moderation.models import Case
from communaute.moderation.pages import label_of

register = template.Library()


@register.filter
def content_label(case: Case) -> str:
    """Kind of the reported content ("Question"); no query when the type was selected."""
    return label_of(case)


@register.filter
def one_line(text: str) -> str:
    """A text of several lines as one, its lines kept apart by a dash."""
    return " – ".join(line.strip() for line in text.splitlines() if line.strip())


@register.filter
def roughly(moment: datetime) -> str:
    """How far a moment is, before or after now, in one unit: « 3 jours »."""
    now = timezone.now()
    return timesince(min(moment, now), max(moment, now), depth=1)
