"""An account closes: what texts said before names it no more than what they say now."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from communaute.questions.mentions.closing import former_of, names_of, without_names
from communaute.questions.models import Revision

if TYPE_CHECKING:
    from communaute.comptes.models import User


def erase(person: User, now: datetime) -> None:
    """Put other words in place of the name in earlier versions of the texts of the discussions this
    person took part in."""
    former, names = former_of(person), names_of(person)
    rows = Revision.objects.filter(
        Q(question__in=former) | Q(answer__question__in=former) | Q(comment__question__in=former)
    ).select_related("answer", "comment")
    for row in rows.order_by("pk").iterator():
        about = row.answer or row.comment
        number = former[about.question_id if about else row.question_id]
        body = without_names(row.body, names, number)
        if body != row.body:
            Revision.objects.filter(pk=row.pk).update(body=body)
