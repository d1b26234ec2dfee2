"""The questions shown beside a guide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, Q

from cms.related.choosing import chosen

from ..models import Question
from ..search import KEY

if TYPE_CHECKING:
    from cms.models import GuidePage


def beside(guide: GuidePage, *, limit: int) -> list[Question]:
    """Those its editors chose, those that share its themes, those the index holds for it; without
    theme, those of its stage in the end. Never those left out. One query, besides the index's."""
    first = chosen(guide.shown_first, KEY)
    found = guide.found_beside.get(KEY, []) if len(first) < limit else []
    tags, left_out = guide.tag_names, chosen(guide.left_out, KEY)
    public = Question.objects.published().exclude(pk__in=left_out)
    # Some of those alike are chosen or found too: as many more.
    alike = public.related(tags=tags, stage=guide.stage).values("pk")
    some = alike[: limit + len(first) + len(found)]
    rows = public.for_lines().filter(Q(pk__in=[*first, *found]) | Q(pk__in=some))
    known = {one.pk: one for one in rows.with_shared(tags).annotate(of_stage=F("stage"))}
    related = [
        one.pk
        for one in sorted(known.values(), key=_likest, reverse=True)
        if (one.shared if tags else one.of_stage == guide.stage)  # type: ignore[attr-defined]
    ]
    keys = [*first, *related, *found] if tags else [*first, *found, *related]
    return [known[key] for key in dict.fromkeys(keys) if key in known][:limit]


def _likest(question: Any) -> tuple[Any, ...]:
    """As `QuestionQuerySet.related` orders them."""
    return (question.shared, question.answers_count, question.last_activity_at, question.pk)
