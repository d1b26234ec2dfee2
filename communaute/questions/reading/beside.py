"""The questions shown beside a guide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cms.beside.choosing import chosen

from ..models import Question
from ..search import KEY

if TYPE_CHECKING:
    from cms.models import GuidePage


def beside(guide: GuidePage, *, limit: int) -> list[Question]:
    """Those its editors chose, those that share its themes, those the index holds for it; without
    theme, those of its stage in the end. Never those left out. A bounded number of queries."""
    shown: dict[int, Question] = {}
    for found in _found(guide, set(chosen(guide.left_out, KEY)), shown, limit):
        shown |= {one.pk: one for one in found}
        if len(shown) >= limit:
            break
    return list(shown.values())[:limit]


def _found(
    guide: GuidePage, left_out: set[int], shown: dict[int, Question], limit: int
) -> Iterator[list[Question]]:
    """One way to choose after the other, each asked for only while there is room."""
    lines = Question.objects.published().for_lines().exclude(pk__in=left_out)

    def of_keys(keys: list[int]) -> list[Question]:
        known = lines.in_bulk(keys)
        return [known[key] for key in keys if key in known]

    def others() -> int:
        return limit + len(shown)

    yield of_keys(chosen(guide.shown_first, KEY))
    tags = guide.tag_names
    if tags:
        yield list(lines.related(tags=tags)[: others()])
    yield of_keys(guide.found_beside.get(KEY, []))
    if not tags:
        yield list(lines.related(tags=[], stage=guide.stage)[: others()])
