"""Parts of pages that are the same for everybody, kept with Django's `{% cache %}`.

    {% kept_under as version %}{% cache 60 "room:part" page.pk version %}…{% endcache %}

What was taken away leaves at once. What members add may be late by those seconds, `LATE_S` at most,
for who has a session: their pages are made each time. Those of others are kept whole, as long as
nothing moves: no part of them may be late already.
"""

from django import template
from django.template import Context

from socle.public_pages import version_of

register = template.Library()


@register.simple_tag(takes_context=True)
def kept_under(context: Context) -> str:
    """What a part kept for everybody depends on, in a key; one query a request at most."""
    request = context["request"]
    version = version_of(request)
    if request.user.is_authenticated:
        return str(version.number)
    return f"{version.number}.{version.community}"
