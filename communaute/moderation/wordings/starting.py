"""The wordings of a new installation."""

from dataclasses import asdict

from ..reasons import STARTERS
from .models import Wording


def create_starter_wordings() -> list[str]:
    """Create them when there is none at all; returns their titles. An edit is never undone."""
    if Wording.objects.exists():
        return []
    for one in STARTERS:
        wording = Wording(**asdict(one))
        wording.save()
        wording.save_revision().publish()
    return [one.title for one in STARTERS]
