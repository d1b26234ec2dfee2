"""Who follows is known above: a room says at start-up what it does when something is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from communaute.comptes.models import User

    from .models import Answer, Question
    from .querysets import QuestionQuerySet, SpaceQuerySet


@dataclass(frozen=True)
class Followers:
    """Called in the transaction of what happened. `wants(asker, question)`: whether they still
    wish to hear of their question. `mark_*` annotate `is_followed`, for the pages."""

    asked: Callable[[Question], object]
    answered: Callable[[Answer], object]
    answer_shown: Callable[[Answer], object]
    question_hidden: Callable[[Question], object]
    question_shown: Callable[[Question], object]
    wants: Callable[[User, Question], bool]
    mark_questions: Callable[[QuestionQuerySet, object], QuestionQuerySet]
    mark_spaces: Callable[[SpaceQuerySet, object], SpaceQuerySet]


_registered: list[Followers] = []


def register(followers: Followers) -> None:
    """Have these told; the last registered replaces the one before."""
    _registered[:] = [followers]


def followers() -> Followers:
    """Those registered. Raises IndexError before start-up."""
    return _registered[0]
