"""What editors do of readers’ comments."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from cms.pages.models import PageComment

from ..rights import can_read_comments
from .models import HandledComment


@transaction.atomic
def handle_comments(*, actor: Any, pks: Iterable[int]) -> int:
    """Say that these comments were dealt with; returns how many were not before.

    One erased meanwhile is passed over. Raises PermissionDenied.
    """
    if not can_read_comments(actor):
        raise PermissionDenied
    waiting = PageComment.objects.select_for_update(of=("self",)).order_by("pk")
    found = list(waiting.filter(pk__in=list(pks), handled__isnull=True))
    HandledComment.objects.bulk_create(
        (HandledComment(comment=one) for one in found), ignore_conflicts=True
    )
    return len(found)
