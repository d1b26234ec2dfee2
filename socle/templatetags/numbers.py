"""Numbers of the rules in pages and mails: a sentence never types a delay or a threshold."""

from django import template

from socle.numbers import RoomNumbers, numbers_of
from socle.numbers import quantity as quantity_of

register = template.Library()


@register.simple_tag
def numbers(room: str) -> RoomNumbers:
    """The numbers of a room: `{% numbers "moderation" as limits %}{{ limits.appeal_days }}`."""
    return numbers_of(room)


@register.filter(is_safe=True)
def quantity(count: float, unit: str) -> str:
    """`{{ limits.appeal_answer_days|quantity:"jour" }}`: « 14 jours », kept on one line."""
    return quantity_of(count, unit)
