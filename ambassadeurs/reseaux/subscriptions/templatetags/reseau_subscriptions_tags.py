"""Following a network, shown on the pages of other rooms."""

from django import template
from django.http import HttpRequest

from ambassadeurs.reseaux.geometry import to_lambert
from ambassadeurs.reseaux.models import Reseau

from ..models import NetworkFollow
from ..services import kept
from ..views import PlaceForm

register = template.Library()


@register.simple_tag
def network_follow(reseau: Reseau, user: object) -> NetworkFollow | None:
    """How this person follows a network, in one query; none for a visitor."""
    if not getattr(user, "is_authenticated", False):
        return None
    return NetworkFollow.objects.visible_to(user).filter(reseau=reseau).first()


@register.simple_tag
def followed_from(request: HttpRequest, follow: NetworkFollow | None) -> str:
    """On the page of a test: "here" when its place is the one kept, "there" when it is not; "new"
    when none is; "" when this browser did not make the test: nobody knows."""
    place = PlaceForm.of(request).place()
    if place is None:
        return ""
    if follow is None or not follow.has_place:
        return "new"
    return "here" if (follow.x, follow.y) == kept(*to_lambert(*place)) else "there"


@register.simple_tag
def followed_networks(user: object) -> list[NetworkFollow]:
    """The networks that this person follows, in one query."""
    return list(NetworkFollow.objects.visible_to(user).for_list())
