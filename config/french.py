"""Plurals the French way, in every template: this library is built in."""

from collections.abc import Sized

from django import template
from django.template.defaultfilters import pluralize as english

register = template.Library()


@register.filter(is_safe=False)
def pluralize(value: object, forms: str = "s") -> str:
    """Django's own filter, with the singular below two: « 0 demande », « 1,5 place ».

    A number, or a list whose length counts; nothing when the forms are not one or two.
    """
    count = len(value) if isinstance(value, Sized) and not isinstance(value, str) else value
    try:
        is_singular = abs(float(count)) < 2  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return english(value, forms)
    return english(1 if is_singular else 2, forms)
