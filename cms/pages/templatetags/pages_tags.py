"""What these pages lend to every template."""

from typing import Any

from django import template
from wagtail.models import Page

from cms.pages.numbers import NUMBERS

register = template.Library()


@register.inclusion_tag("cms/pages/_usefulness.html")
def ask_whether_useful(page: Page) -> dict[str, Any]:
    """« Cette page vous a-t-elle été utile ? », at the foot of a page of editors."""
    return {"page": page, "comment_max": NUMBERS.comment_max}
