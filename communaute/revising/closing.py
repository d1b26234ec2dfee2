"""An account closes: what texts said before names it no more than what they say now."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from communaute.mentions.closing import names_of, threads_of, without_names

from .models import Revision

if TYPE_CHECKING:
    from communaute.comptes.models import User


def erase(person: User, now: datetime) -> None:
    """Put other words in place of the name in earlier versions of the texts of the discussions this
    person took part in."""
    threads, names = threads_of(person), names_of(person)
    rows = Revision.objects.filter(
        Q(question__in=threads) | Q(answer__question__in=threads) | Q(comment__question__in=threads)
    )
    for row in rows.order_by("pk").iterator():
        body = without_names(row.body, names)
        if body != row.body:
            Revision.objects.filter(pk=row.pk).update(body=body)
