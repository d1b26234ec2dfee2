"""Parts of pages that are the same for everybody, kept with Django's `{% cache %}`.

    {% kept_under as version %}{% cache 60 "room:part" page.pk version %}…{% endcache %}

At most `LATE_S` seconds: see `stamp_of`.
"""

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from socle.public_pages import cached_for_site, stamp_of

register = template.Library()


@register.simple_tag(takes_context=True)
def kept_under(context: Context) -> str:
    """What a part kept for everybody depends on, in a key; one query a request at most."""
    return stamp_of(context["request"])


@register.simple_tag(takes_context=True)
def kept_part(context: Context, key: str, name: str) -> SafeString:
    """The template `name` in this context, which is the same for every reader: laid out once for
    all until the public pages move. `key` says all that it depends on."""

    def made() -> SafeString:
        with context.push():
            return context.template.engine.get_template(name).render(context)

    return cached_for_site(context.get("request"), key, made)
