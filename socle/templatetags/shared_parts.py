"""The marks of `socle.sharing.parts`; on a page made for one reader, what they read."""

from django import template
from django.template import Context
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString, mark_safe

from socle.public_pages import kept_of_site
from socle.sharing.parts import IS_SHARED, choice, only_for

register = template.Library()


class OnlyForNode(template.Node):
    """What members, or visitors, alone see."""

    def __init__(self, nodelist: NodeList, readers: FilterExpression) -> None:
        self.nodelist, self.readers = nodelist, readers

    def render(self, context: Context) -> SafeString:
        html = self.nodelist.render(context)
        if not context.get(IS_SHARED):
            return html
        return mark_safe(only_for(self.readers.resolve(context), html))  # noqa: S308


@register.tag("readers")
def readers(parser: Parser, token: Token) -> OnlyForNode:
    """`{% readers "members" %}…{% endreaders %}`: in a part for all, what these alone see.

    On a page made for one reader it changes nothing: the template around it knows who reads.
    """
    _, who = token.split_contents()
    nodelist = parser.parse(("endreaders",))
    parser.delete_first_token()
    return OnlyForNode(nodelist, parser.compile_filter(who))


@register.simple_tag(takes_context=True)
def chosen(context: Context, key: int, is_chosen: object, yes: str, no: str) -> SafeString:
    """`yes` for who chose the thing of this key, `no` for others; both are HTML of ours."""
    if context.get(IS_SHARED):
        return mark_safe(choice(key, yes, no))  # noqa: S308
    return mark_safe(yes if is_chosen else no)  # noqa: S308


@register.simple_tag(takes_context=True)
def kept_part(context: Context, key: str, name: str) -> SafeString:
    """The template `name` in this context, which is the same for every reader: laid out once for
    all until the public pages move. `key` says all that it depends on."""

    def made() -> SafeString:
        with context.push():
            return context.template.engine.get_template(name).render(context)

    return kept_of_site(context.get("request"), key, made)
