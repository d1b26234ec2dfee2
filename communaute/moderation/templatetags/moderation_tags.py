"""Words about cases, for templates."""

from django import template

from communaute.moderation.models import Case
from communaute.moderation.pages import label_of

register = template.Library()


@register.filter
def content_label(case: Case) -> str:
    """Kind of the reported content ("Question"); no query when the type was selected."""
    return label_of(case)
