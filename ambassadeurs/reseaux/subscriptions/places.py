"""Where somebody who follows a network lives, when a room above knows it."""

from __future__ import annotations

from communaute.comptes.models import User
from socle.hooks import hooked

from .numbers import NUMBERS

# (longitude, latitude) in degrees; None when it is not known.
type Place = tuple[float, float] | None


def kept(x: float, y: float) -> tuple[float, float]:
    """A place as it is kept (Lambert-93, metres)."""
    step = NUMBERS.round_m
    return round(x / step) * step, round(y / step) * step


def place_of(user: User) -> Place:
    """The place that the first who knows tells."""
    return next(
        (place for knows in hooked("reseaux.place_of_user") if (place := knows(user)) is not None),
        None,
    )
