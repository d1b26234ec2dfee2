"""How far a person read a thread, and what came since: one row a person and a thread."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from communaute.questions.models import Answer, ReadMark

if TYPE_CHECKING:
    from communaute.comptes.models import User
    from communaute.questions.models import Question


@transaction.atomic
def mark_read(*, actor: User, question: Question, until: datetime | None = None) -> ReadMark:
    """Say that one read all that was written up to a moment, now at the latest.

    Told twice, or by a page that was open longer, it never goes back.
    """
    now = timezone.now()
    moment = min(until or now, now)
    mark, is_new = ReadMark.objects.get_or_create(
        user=actor, question=question, defaults={"read_at": moment}
    )
    if not is_new:
        ReadMark.objects.filter(pk=mark.pk, read_at__lt=moment).update(read_at=moment)
    return mark


def first_unread(user: object, question: Question) -> Answer | None:
    """The first answer by somebody else since one's mark; None when all is read, or nothing is
    marked."""
    mark = ReadMark.objects.filter(user=user, question=question).first()
    if mark is None:
        return None
    return (
        Answer.objects.published()
        .filter(question=question, created_at__gt=mark.read_at)
        .exclude(author=user)
        .order_by("created_at", "pk")
        .first()
    )


def etag_of(question: Question) -> str:
    """Changes with each answer that comes, or goes."""
    return f'"{question.answers_count}-{question.last_activity_at.timestamp():.6f}"'


def answers_since(question: Question, moment: datetime, *, limit: int) -> list[int]:
    """Keys of the published answers since a moment, the first ones, `limit` at most."""
    rows = Answer.objects.published().filter(question=question, created_at__gt=moment)
    return list(rows.order_by("created_at", "pk").values_list("pk", flat=True)[:limit])
