"""Where the person who searches is: rooms above know it."""

from typing import Any

from socle.hooks import hooked


def departement_of(user: Any) -> str:
    """Code of the département of this person, the first that a room knows; "" when nobody is
    signed in, or knows it."""
    if not user.is_authenticated:
        return ""
    return next((code for place in hooked("search.departement_of") if (code := place(user))), "")
