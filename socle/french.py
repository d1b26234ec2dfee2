"""Plurals, dates and sizes the French way, in every template: this library is built in."""

from collections.abc import Sized
from datetime import date as Date
from typing import Any

from django import template
from django.template.defaultfilters import date as django_date
from django.template.defaultfilters import filesizeformat as binary_size
from django.template.defaultfilters import pluralize as english

from socle.calendar import first_of_month

register = template.Library()


@register.filter(expects_localtime=True, is_safe=False)
def date(value: Any, form: str | None = None) -> str:
    """Django's own filter, with « 1er » for the first day of a month."""
    is_day = isinstance(value, Date) and form is not None
    return django_date(value, first_of_month(value, str(form)) if is_day else form)


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


@register.filter(is_safe=True)
def filesizeformat(value: Any) -> str:
    """Django's own filter in « ko » and « Mo », as everybody says, rather than « Kio »."""
    return binary_size(value).replace("Kio", "ko").replace("io", "o")
