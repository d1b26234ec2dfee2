"""The contents that may have files: a room above tells them, and who may read each.

    register(Joinable(Question, is_readable))

The model has a counter `files_count`, moved by `services.join_files`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model


@dataclass(frozen=True)
class Joinable:
    """`is_readable(user, content)`: this person may read it, and its files, now."""

    model: type[Model]
    is_readable: Callable[[Any, Any], bool]


_models: dict[type[Model], Joinable] = {}


def register(joinable: Joinable) -> None:
    """Add a model; a second registration replaces the first."""
    _models[joinable.model] = joinable


def joinable_models() -> list[Any]:
    """The models that may have files; each reads with `visible_to`."""
    return list(_models)


def is_readable(user: Any, content: Model) -> bool:
    """Whether this person may read this content; never, of a model nobody registered."""
    known = _models.get(type(content))
    return known is not None and known.is_readable(user, content)
