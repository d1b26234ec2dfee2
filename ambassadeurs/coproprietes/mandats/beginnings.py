"""What rooms above do when a mandate becomes public: they register it here, at start."""

from __future__ import annotations

from collections.abc import Callable

from ..models import Ambassadeur

_followers: list[Callable[[Ambassadeur], object]] = []


def follow(follower: Callable[[Ambassadeur], object]) -> None:
    """Add what a room does, in the transaction of the decision; registered twice, it is once."""
    if follower not in _followers:
        _followers.append(follower)


def begun(mandate: Ambassadeur) -> None:
    """A mandate was verified, for the first time or again."""
    for follower in _followers:
        follower(mandate)
