"""Parts of pages that are the same for everybody, kept with Django's `{% cache %}`.

    {% kept_under as version %}{% cache 60 "room:part" page.pk version %}…{% endcache %}

At most `LATE_S` seconds: see `stamp_of`.
"""

from django import template
from django.template import Context

from socle.public_pages import stamp_of

register = template.Library()


@register.simple_tag(takes_context=True)
def kept_under(context: Context) -> str:
    """What a part kept for everybody depends on, in a key; one query a request at most."""
    return stamp_of(context["request"])
