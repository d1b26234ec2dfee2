"""The contents that may have files: a room above tells them, and who may read each.

The model has a counter `files_count`, moved by `services.join_files`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from socle.hooks import hooked


@dataclass(frozen=True)
class Joinable:
    """`is_readable(user, content)`: this person may read it, and its files, now."""

    model: type[Model]
    is_readable: Callable[[Any, Any], bool]


def _joinables() -> list[Joinable]:
    return [one for group in hooked("questions.joinables") for one in group]


def joinable_models() -> list[Any]:
    """The models that may have files; each reads with `visible_to`."""
    return [one.model for one in _joinables()]


def is_readable(user: Any, content: Model) -> bool:
    """Whether this person may read this content; never, of a model that has no files."""
    return any(one.is_readable(user, content) for one in _joinables() if type(content) is one.model)
