"""Whoever writes has a page: it may be reported from the first text on."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from communaute.questions.models import Profile

if TYPE_CHECKING:
    from communaute.comptes.models import User
    from communaute.questions.models import Post


@transaction.atomic(savepoint=False)
def open_page(content: Post) -> None:
    """Give its author a page; again changes nothing."""
    if content.author_id is not None:
        Profile.objects.bulk_create([Profile(author_id=content.author_id)], ignore_conflicts=True)


@transaction.atomic
def erase(person: User, now: datetime) -> None:
    """A closed account has no page."""
    Profile.objects.filter(author=person).delete()
