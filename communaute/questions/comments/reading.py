"""The comments of a page: the first ones under each text, all of them on their own page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from communaute.moderation.enums import ContentStatus
from communaute.questions.models import Answer, Comment, Question
from communaute.questions.numbers import NUMBERS
from socle.keyset import Keyset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from communaute.questions.querysets import PostQuerySet
    from socle.keyset import KeysetPage, Place

SHOWN = 3
COMMENTS_PER_PAGE = 50
IN_TIME = Keyset("created_at", "pk")


def give_first_comments(
    user: object, question: Question, answers: Sequence[Answer]
) -> list[Comment]:
    """Give the question and each answer its `first_comments`; all of them, in time.

    At most one query, none when the counters say that there is no comment.
    """
    texts: list[Question | Answer] = [question, *answers]
    for text in texts:
        text.first_comments = []  # type: ignore[union-attr]
    if not any(text.comments_count for text in texts):
        return []
    under = {answer.pk: answer for answer in answers}
    rank = Window(
        RowNumber(), partition_by=[F("answer")], order_by=[F("created_at").asc(), F("pk").asc()]
    )
    rows = (
        Comment.objects.visible_to(user)
        .filter(Q(answer__in=under) | Q(answer=None), question=question)
        .select_related("author")
        .annotate(rank=rank)
        .filter(rank__lte=SHOWN)
    )
    found = sorted(rows, key=lambda comment: (comment.created_at, comment.pk))
    for comment in found:
        text = under[comment.answer_id] if comment.answer_id else question
        text.first_comments.append(comment)  # type: ignore[union-attr]
    return found


def comments_page(user: object, about: Question | Answer, place: Place) -> KeysetPage[Comment]:
    """All the comments under a text, and one's own just withdrawn, to put back."""
    rows = Comment.objects.visible_to(user) | _just_withdrawn(user)
    rows = rows.filter(**of(about)).select_related("author")
    return IN_TIME.page(rows, place, size=COMMENTS_PER_PAGE)


def of(about: Question | Answer) -> dict[str, object]:
    """How to filter the comments of a text."""
    if isinstance(about, Question):
        return {"question": about, "answer": None}
    return {"answer": about}


def _just_withdrawn(user: object) -> PostQuerySet:
    if not getattr(user, "is_authenticated", False):
        return Comment.objects.none()
    since = timezone.now() - timedelta(minutes=NUMBERS.put_back_minutes)
    mine = Comment.objects.filter(author=user, withdrawn_at__gte=since)
    return mine.filter(status=ContentStatus.DELETED)
