"""Who may follow what: everybody signed in, what everybody may read."""

from __future__ import annotations

from communaute.questions.models import Question


def can_follow(user: object, target: object) -> bool:
    """A question only while it is online; spaces and themes always are."""
    if not getattr(user, "is_authenticated", False):
        return False
    return target.is_published if isinstance(target, Question) else True
