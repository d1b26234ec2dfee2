"""The same text again, or nearly: within a day, wherever and whoever wrote it."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from rapidfuzz import fuzz, process

from socle.disguises import squeezed

from ...enums import Reason
from ..models import RememberedText
from ..numbers import NUMBERS
from ..querysets import RememberedQuerySet


def repeats(text: str, now: datetime, content: Any = None) -> Reason | None:
    """Whether this text was written in the last hours: to the letter, or nearly. Short ones, such
    as thanks, are alike without being copied. 1 query, 2 when it is not the same to the letter."""
    words = squeezed(text)
    if len(words) < NUMBERS.near_characters:
        return None
    since = now - timedelta(hours=NUMBERS.same_text_hours)
    but = (_kind_of(content), content.pk) if content is not None else (0, 0)
    others = _since(since, *but)
    if others.filter(digest=_digest(words)).exists():
        return Reason.SAME_TEXT
    near = process.extractOne(
        words[: NUMBERS.remembered_characters],
        others.order_by("-at", "-pk").values_list("words", flat=True)[: NUMBERS.near_compared],
        scorer=fuzz.ratio,
        score_cutoff=NUMBERS.near_ratio,
    )
    return Reason.NEAR_TEXT if near else None


def _since(at: datetime, kind: int, pk: int) -> RememberedQuerySet:
    """Texts of these hours, but this one."""
    return RememberedText.objects.since(at).exclude(content_type=kind, object_id=pk)


def _kind_of(content: Any) -> int:
    return ContentType.objects.get_for_model(content).pk


def remember(content: Any, text: str, now: datetime) -> None:
    """Keep the words of a text for a day; again replaces them. A short one is not kept."""
    words = squeezed(text)
    if len(words) < NUMBERS.near_characters:
        return
    RememberedText.objects.update_or_create(
        content_type_id=_kind_of(content),
        object_id=content.pk,
        defaults={
            "digest": _digest(words),
            "words": words[: NUMBERS.remembered_characters],
            "at": now,
        },
    )


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
