"""By which way a person reads what is to come, as they chose: said before it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.template.loader import render_to_string
from django.utils import timezone

from ..catalogue import Channel, kind_of
from ..channels import ways_for
from ..models import BouncingAddress

if TYPE_CHECKING:
    from communaute.comptes.models import User

SOONEST_FIRST = (Channel.INSTANT, Channel.DAILY, Channel.WEEKLY)


def way_of(user: object, *kinds: str) -> Channel:
    """By which mail, the soonest, this person gets what these kinds tell; none when they stopped
    it, or when their address refuses our mails. Without account: as the catalogue says."""
    person = cast("User", user) if getattr(user, "is_authenticated", False) else None
    if person is not None and _refuses(person.email):
        return Channel.NONE
    ways = {ways_for(kind_of(kind), person).mail for kind in kinds}
    return next((way for way in SOONEST_FIRST if way in ways), Channel.NONE)


def comes_by(user: object, *kinds: str, it: str = "la") -> str:
    """« vous recevrez un courriel », « vous la lirez dans le courriel du matin »: as `way_of`."""
    return render_to_string("notifications/_comes_by.txt", {"way": way_of(user, *kinds), "it": it})


def _refuses(email: str) -> bool:
    return BouncingAddress.objects.of(email).stopped(timezone.now()).exists()
