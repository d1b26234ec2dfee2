"""Reading what people sent to the editors."""

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import F, Sum
from django.db.models.functions import Cast, NullIf
from wagtail.models import Page
from wagtail.query import PageQuerySet

from ..numbers import PAGE_NUMBERS
from .enums import MessageState


class ContactMessageQuerySet(models.QuerySet):
    def waiting(self) -> "ContactMessageQuerySet":
        """Those that nobody has handled, the oldest first."""
        return self.filter(state=MessageState.NEW).order_by("sent_at", "pk")

    def to_erase(self, now: datetime) -> "ContactMessageQuerySet":
        """Those handled long enough ago."""
        limit = now - timedelta(days=PAGE_NUMBERS.days_kept)
        return self.exclude(state=MessageState.NEW).filter(handled_at__lte=limit)


class PageCommentQuerySet(models.QuerySet):
    def to_erase(self, today: date) -> "PageCommentQuerySet":
        """Those written long enough ago."""
        return self.filter(day__lte=today - timedelta(days=PAGE_NUMBERS.days_kept))


def judged_pages(since: date) -> PageQuerySet:
    """Pages online of which enough readers said what they thought since that day, the least useful
    first: each with `useful` and `useless` (counts) and `share` (of those who said yes, 0 to 1).

    `reverse()` gives the most useful first. In one query.
    """
    asked = models.Q(usefulness__day__gte=since)
    yes, no = Sum("usefulness__useful", filter=asked), Sum("usefulness__useless", filter=asked)
    pages = Page.objects.live().annotate(useful=yes, useless=no, votes=F("useful") + F("useless"))
    share = Cast("useful", models.FloatField()) / NullIf(F("votes"), 0)
    return (
        pages.filter(votes__gte=PAGE_NUMBERS.votes_to_judge)
        .annotate(share=share)
        .order_by("share", "-votes", "pk")
    )
