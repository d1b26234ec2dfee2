"""What a file would add, kept by nobody between the preview and its confirmation: the page holds
it, signed for one person and one syndic, for a while.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core import signing

from ...numbers import SYNDIC_NUMBERS

if TYPE_CHECKING:
    from communaute.comptes.models import Organisation, User

    from .matching import Ready


def pack(actor: User, organisation: Organisation, ready: list[Ready]) -> str:
    """The buildings of a preview, as one signed text."""
    rows = [[one.facts, one.place] for one in ready]
    return signing.dumps(rows, salt=_salt(actor, organisation), compress=True)


def unpack(
    actor: User, organisation: Organisation, text: str
) -> list[tuple[dict[str, Any], tuple[float, float] | None]] | None:
    """Facts and place of each building; None when the text is of somebody else, or too old."""
    age = timedelta(minutes=SYNDIC_NUMBERS.preview_minutes)
    try:
        rows = signing.loads(text, salt=_salt(actor, organisation), max_age=age)
    except signing.BadSignature:
        return None
    return [(facts, tuple(place) if place else None) for facts, place in rows]


def _salt(actor: User, organisation: Organisation) -> str:
    return f"syndics.fichier:{organisation.pk}:{actor.pk}"
