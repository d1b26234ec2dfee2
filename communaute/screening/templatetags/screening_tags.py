from django import template

from communaute.screening import words

register = template.Library()


@register.simple_tag
def wait_in_words() -> str:
    """« en général moins de 3 heures » : how long a text waits to be read."""
    return words.wait_in_words()
