"""What was found in a text, as its author is shown it: a few words around, and the mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .personal import Found

AROUND = 40


@dataclass(frozen=True)
class Excerpt:
    """`before`, the `marked` words, `after`."""

    kind: str
    before: str
    marked: str
    after: str


@dataclass(frozen=True)
class FoundIn:
    """What was found in one field."""

    field: str
    label: str
    excerpts: tuple[Excerpt, ...]


def excerpts(text: str, found: Sequence[Found]) -> tuple[Excerpt, ...]:
    return tuple(_excerpt(text, one) for one in found)


def _excerpt(text: str, one: Found) -> Excerpt:
    before, after = text[: one.start], text[one.end :]
    return Excerpt(
        kind=str(one.kind),
        before=f"…{before[-AROUND:]}" if len(before) > AROUND else before,
        marked=one.text,
        after=f"{after[:AROUND]}…" if len(after) > AROUND else after,
    )
