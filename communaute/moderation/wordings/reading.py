"""Which ready-made wordings there are; until the team has its own, those of `reasons.py`."""

from __future__ import annotations

from dataclasses import asdict

from ..enums import NoticeCategory
from ..reasons import GENERAL, LAWS, STARTERS, CannedReason
from .models import Wording


def wordings() -> list[CannedReason]:
    """The published wordings, in the order of the list (one query), then the general one."""
    kept = Wording.objects.filter(live=True).exclude(key=GENERAL.key)
    names = ("key", "title", "category", "rule", "facts", "example")
    return [*([CannedReason(**row) for row in kept.values(*names)] or STARTERS), GENERAL]


def wording_for(key: str, known: list[CannedReason] | None = None) -> CannedReason:
    """The wording of that key, else the first of that category of notice, else the general one."""
    known = wordings() if known is None else known
    of_key = (one for one in known if one.key == key)
    of_category = (one for one in known if one.category == key)
    return next(of_key, None) or next(of_category, GENERAL)


def category_of(code: str) -> str:
    """The category of the first wording that rests on this rule or law."""
    known = next((one.category for one in wordings() if one.rule == code), "")
    return known or (NoticeCategory.ILLEGAL.value if code in LAWS else NoticeCategory.OTHER.value)


def create_starter_wordings() -> list[str]:
    """Create them when there is none at all; returns their titles. An edit is never undone."""
    if Wording.objects.exists():
        return []
    for one in STARTERS:
        wording = Wording(**asdict(one))
        wording.save()
        wording.save_revision().publish()
    return [one.title for one in STARTERS]
