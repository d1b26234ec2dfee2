from datetime import datetime

from django import template

from socle.calendar import date_format

from .. import pages

register = template.Library()
register.simple_tag(pages.next_visits)
register.simple_tag(pages.places_between)


@register.filter(expects_localtime=True, is_safe=False)
def when(moment: datetime) -> str:
    """« samedi 5 décembre à 10 h 30 », in Paris."""
    return date_format(moment, "l j F à H:i")
