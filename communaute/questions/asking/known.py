"""What is known already of the building of the person who asks: a room above tells it."""

from typing import Any

from socle.hooks import hooked


def known_facts(user: Any) -> dict[str, Any]:
    """Initial values of the questions of `AskForm` on the building; none when signed out."""
    if not user.is_authenticated:
        return {}
    told = {
        name: value
        for source in hooked("questions.known_facts")
        for name, value in source(user).items()
    }
    return {name: value for name, value in told.items() if value}
