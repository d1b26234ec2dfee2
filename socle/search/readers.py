"""Where the person who searches is: rooms above know it, and tell it here when they start."""

from collections.abc import Callable
from typing import Any

# An account → the code of its département, or "".
Place = Callable[[Any], str]

_places: list[Place] = []


def register_place(place: Place) -> None:
    """Add one; registering the same one twice changes nothing."""
    if place not in _places:
        _places.append(place)


def departement_of(user: Any) -> str:
    """Code of the département of this person, the first that a room knows; "" when nobody is
    signed in, or knows it."""
    if not user.is_authenticated:
        return ""
    return next((code for place in _places if (code := place(user))), "")
