"""What the CMS lends to every template: figures, guides, accessibility status."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cms.facts import Fact
from cms.facts import fact as get_fact

register = template.Library()


@register.simple_tag
def fact(key: str) -> SafeString:
    """Value, unit and a source note of one figure (raises UnknownFact on a bad key)."""
    item = get_fact(key)
    return format_html(
        '<span class="cu-fact"><strong class="cu-fact__figure">{}</strong> '
        '<span class="cu-fact__note">{}</span></span>',
        item.figure,
        item.note,
    )


@register.simple_tag
def get_facts(*keys: str) -> list[Fact]:
    """The facts themselves, for a template that lays them out: `{% get_facts "a" "b" as f %}`."""
    return [get_fact(key) for key in keys]
