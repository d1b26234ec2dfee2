"""Where somebody who follows a network lives, when a room above knows it."""

from __future__ import annotations

from communaute.comptes.models import User
from socle.hooks import hooked

# (longitude, latitude) in degrees; None when it is not known.
type Place = tuple[float, float] | None


def place_of(user: User) -> Place:
    """The place that the first who knows tells."""
    return next(
        (place for knows in hooked("reseaux.place_of_user") if (place := knows(user)) is not None),
        None,
    )
