"""The buttons of the providers, where one signs in; their links, in one's profile."""

from allauth.socialaccount.models import SocialAccount
from django import template

from communaute.comptes.models import Organisation, User
from communaute.sso.identity_providers import ways

register = template.Library()

SHOWN = 25


@register.inclusion_tag("sso/_buttons.html", takes_context=True)
def connect_buttons(context: template.Context) -> dict[str, object]:
    """A section for each provider that is set; nothing when none is."""
    return {
        "ways": ways(),
        "redirect_field": context.get("redirect_field", ""),
        "csrf_token": context.get("csrf_token", ""),
    }


@register.inclusion_tag("sso/_links.html", takes_context=True)
def connect_links(context: template.Context, user: User) -> dict[str, object]:
    """What is linked to the account, and what may be; one query, none when no provider is set."""
    there = ways()
    linked = {}
    if there:
        linked = {one.provider: one for one in SocialAccount.objects.filter(user=user)}
    return {
        "rows": [(way, linked.get(way.key)) for way in there],
        "csrf_token": context.get("csrf_token", ""),
    }


@register.inclusion_tag("sso/_requests.html", takes_context=True)
def organisation_requests(
    context: template.Context, user: User, organisation: Organisation
) -> dict[str, object]:
    """Who asks to join this organisation, for who may give roles there; one query."""
    asked = organisation.access_requests.waiting().exclude(user=user)
    return {
        "rows": list(asked.select_related("user", "organisation")[:SHOWN]),
        "csrf_token": context.get("csrf_token", ""),
    }
