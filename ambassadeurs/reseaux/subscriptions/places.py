"""Where somebody who follows a network lives, when a room above knows it: said there, at start."""

from __future__ import annotations

from collections.abc import Callable

from communaute.comptes.models import User

# (longitude, latitude) in degrees; None when it is not known.
type Place = tuple[float, float] | None

_knows: list[Callable[[User], Place]] = []


def register(knows: Callable[[User], Place]) -> None:
    """Add who may know; registering the same again changes nothing."""
    if knows not in _knows:
        _knows.append(knows)


def place_of(user: User) -> Place:
    """The place that the first who knows tells."""
    return next((place for knows in _knows if (place := knows(user)) is not None), None)
