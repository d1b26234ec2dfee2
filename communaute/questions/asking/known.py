"""What is known already of the building of the person who asks: a room above tells it.

A source is registered in the `AppConfig.ready` of that room.
"""

from collections.abc import Callable
from typing import Any

Source = Callable[[Any], dict[str, Any]]

_sources: list[Source] = []


def register_source(source: Source) -> None:
    """Add one; registering the same one twice changes nothing."""
    if source not in _sources:
        _sources.append(source)


def known_facts(user: Any) -> dict[str, Any]:
    """Initial values of the questions of `AskForm` on the building; none when signed out."""
    if not user.is_authenticated:
        return {}
    told = {name: value for source in _sources for name, value in source(user).items()}
    return {name: value for name, value in told.items() if value}
