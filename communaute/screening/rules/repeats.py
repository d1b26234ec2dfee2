"""The same text again, or nearly: within a day, wherever and whoever wrote it."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from rapidfuzz import fuzz, process

from socle.disguises import squeezed

from ..enums import Reason
from ..models import RememberedText
from ..numbers import NUMBERS


def repeats(text: str, now: datetime, content: Any = None) -> Reason | None:
    """Whether this text was written in the last hours: to the letter, or nearly. Short ones, such
    as thanks, are alike without being copied. 1 query, 2 when it is not the same to the letter."""
    words = squeezed(text)
    if len(words) < NUMBERS.near_characters:
        return None
    since = now - timedelta(hours=NUMBERS.same_text_hours)
    recent = RememberedText.objects.since(since).but(content)
    if recent.filter(digest=_digest(words)).exists():
        return Reason.SAME_TEXT
    latest = recent.order_by("-at", "-pk").values_list("words", flat=True)
    near = process.extractOne(
        words[: NUMBERS.remembered_characters],
        list(latest[: NUMBERS.near_compared]),
        scorer=fuzz.ratio,
        score_cutoff=NUMBERS.near_ratio,
    )
    return Reason.NEAR_TEXT if near else None


def remember(content: Any, text: str, now: datetime) -> None:
    """Keep the words of a text for a day; again replaces them. A short one is not kept."""
    words = squeezed(text)
    if len(words) < NUMBERS.near_characters:
        return
    text_of_today = RememberedText(
        content_type=ContentType.objects.get_for_model(content),
        object_id=content.pk,
        digest=_digest(words),
        words=words[: NUMBERS.remembered_characters],
        at=now,
    )
    RememberedText.objects.bulk_create(
        [text_of_today],
        update_conflicts=True,
        unique_fields=["content_type", "object_id"],
        update_fields=["digest", "words", "at"],
    )


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
