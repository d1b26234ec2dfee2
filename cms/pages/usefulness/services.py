"""Counting what readers thought of a page."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from ..models import PageComment, PageUsefulness


@transaction.atomic
def count_vote(*, page: Page, is_useful: bool, text: str = "") -> None:
    """Count one reader of today, and keep what they wrote, if anything."""
    day = timezone.localdate()
    PageUsefulness.objects.get_or_create(page=page, day=day)
    name = "useful" if is_useful else "useless"
    PageUsefulness.objects.filter(page=page, day=day).update(**{name: F(name) + 1})
    if text:
        PageComment.objects.create(page=page, is_useful=is_useful, text=text, day=day)


@transaction.atomic
def erase_comment(*, pk: int, now: datetime) -> bool:
    """Erase a comment; False when it is not due, or was erased meanwhile."""
    due = PageComment.objects.to_erase(timezone.localdate(now)).select_for_update().filter(pk=pk)
    return bool(due.delete()[0])
