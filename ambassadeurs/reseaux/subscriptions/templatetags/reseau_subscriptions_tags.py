"""Following a network, shown on the pages of other rooms."""

from __future__ import annotations

from django import template

from ambassadeurs.reseaux.models import Reseau

from ..models import NetworkFollow

register = template.Library()


@register.simple_tag
def network_follow(reseau: Reseau, user: object) -> NetworkFollow | None:
    """How this person follows a network, in one query; none for a visitor."""
    if not getattr(user, "is_authenticated", False):
        return None
    return NetworkFollow.objects.visible_to(user).filter(reseau=reseau).first()


@register.simple_tag
def followed_networks(user: object) -> list[NetworkFollow]:
    """The networks that this person follows, in one query."""
    return list(NetworkFollow.objects.visible_to(user).for_list())
