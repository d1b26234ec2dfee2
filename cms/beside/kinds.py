"""The kinds of things shown beside a guide: rooms above register theirs, when they are ready."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Kind:
    """`source`: their name in the index (`socle.search`). `view`: the name of the address of one,
    which holds its `pk`. `is_public(pk)`: whether anybody may see that one now."""

    source: str
    view: str
    is_public: Callable[[int], bool] = field(repr=False)


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind, or replace the one of the same view."""
    _kinds[kind.view] = kind


def registered() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda kind: kind.source)


def kind_at(view: str) -> Kind | None:
    """The kind whose things are at the addresses of this name."""
    return _kinds.get(view)
