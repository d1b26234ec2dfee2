"""French for the eye: plurals, dates and sizes in every template (this library is built in), and
numbers, shares and delays for Python."""

from collections.abc import Sized
from datetime import date as Date
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.template.defaultfilters import date as django_date
from django.template.defaultfilters import filesizeformat as binary_size
from django.template.defaultfilters import pluralize as english
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince

from socle.calendar import date_format, in_french
from socle.numbers import grouped, quantity
from socle.typography import NBSP
from socle.words import after_de

register = template.Library()

MASKED = "masqué"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WEEK, MONTH, YEAR = timedelta(days=7), timedelta(days=30.44), timedelta(days=365.25)
UNDER_A_MINUTE = "moins d’une minute"
# Below this age, the unit in which it is said.
_UNITS = (
    (HOUR, MINUTE, "minute"),
    (DAY, HOUR, "heure"),
    (WEEK, DAY, "jour"),
    (timedelta(days=30), WEEK, "semaine"),
    (timedelta(days=345), MONTH, "mois"),
)


@register.filter(expects_localtime=True, is_safe=False)
def date(value: Any, form: str | None = None) -> str:
    """Django's own filter, with « 1er » for the first day of a month, and « 18 h 30 » for `H:i`."""
    is_day = isinstance(value, Date) and form is not None
    return django_date(value, in_french(value, str(form)) if is_day else form)


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


@register.filter
def de(name: object) -> str:
    """A name after « de »: « la question {{ name|de }} », d’Odette, de Paul, du Belledonne."""
    return after_de(str(name))


@register.filter(is_safe=True)
def filesizeformat(value: Any) -> str:
    """Django's own filter in « ko » and « Mo », as everybody says, rather than « Kio »."""
    return binary_size(value).replace("Kio", "ko").replace("io", "o")


@register.filter
def roughly(moment: datetime) -> str:
    """How far a moment is, before or after now, in one unit, days up to a month: « 11 jours »."""
    now = timezone.now()
    distance = abs(moment - now)
    if distance < MINUTE:
        return UNDER_A_MINUTE
    if WEEK <= distance < MONTH:
        return f"{distance.days}\u00a0jours"
    return timesince(min(moment, now), max(moment, now), depth=1)


@register.filter
def ago(moment: datetime) -> str:
    """When a moment of the past was, rounded to one unit: « il y a 3 heures », « à l’instant »."""
    past = timezone.now() - moment
    if past < MINUTE:
        return "à l’instant"
    for under, unit, word in _UNITS:
        if past < under:
            # Minutes, hours and days as one counts them; weeks and beyond to the nearest.
            count = past // unit if unit <= DAY else max(1, round(past / unit))
            return f"il y a {quantity(count, word)}"
    return f"il y a {quantity(max(1, round(past / YEAR)), 'an')}"


@register.simple_tag
def moment(at: datetime, css: str = "") -> SafeString:
    """A moment of the past as `ago` says it, with its exact date at hand (title, datetime)."""
    here = timezone.localtime(at)
    return format_html(
        '<time{} datetime="{}" title="{}">{}</time>',
        format_html(' class="{}"', css) if css else "",
        here.isoformat(timespec="seconds"),
        date_format(here, r"j F Y \à H:i"),
        ago(at),
    )


def number(value: int | None) -> str:
    """« 12 345 », or « masqué » for a count that is not published."""
    return MASKED if value is None else grouped(value)


def percentage(value: int | None) -> str:
    """« 72 % », or a dash when nothing can be divided."""
    return "–" if value is None else f"{value}{NBSP}%"


def duration(value: timedelta | None) -> str:
    """« 35 min », « 14 h » below two days, « 3 jours » beyond; a dash when unknown."""
    if value is None:
        return "–"
    hours = value.total_seconds() / 3600
    if hours < 1:
        return f"{max(1, round(hours * 60))}{NBSP}min"
    if hours < 48:
        return f"{round(hours)}{NBSP}h"
    return f"{round(hours / 24)}{NBSP}jours"
