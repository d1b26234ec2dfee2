"""Reading notifications: each person sees their own, and only these."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Count, F, Max, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from .catalogue import COMEBACK, sent_after_closing
from .enums import MailState
from .numbers import NUMBERS

# A worker killed while sending gives its mail back after this long: well beyond what SMTP takes.
CLAIM = timedelta(minutes=5)


class NotificationQuerySet(models.QuerySet):
    def visible_to(self, user: object, now: datetime | None = None) -> Self:
        if not getattr(user, "is_authenticated", False):
            return self.none()
        told = Q(not_before__isnull=True) | Q(not_before__lte=now or timezone.now())
        return self.filter(told, user=user, withdrawn_at=None)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def leading_to(self, path: str) -> Self:
        """Those whose page this path is, at any place of it."""
        whole = Q(url=path) | Q(url__startswith=f"{path}#") | Q(url__startswith=f"{path}?")
        return self.filter(whole)

    def by_thread(self) -> models.QuerySet[Any, dict[str, Any]]:
        """One row a thread, the latest first: `thread`, `last`, `lines`, `unread_lines`."""
        return (
            self.order_by()
            .values("thread")
            .annotate(
                last=Max("created_at"),
                lines=Count("pk"),
                unread_lines=Count("pk", filter=Q(read_at__isnull=True)),
            )
            .order_by("-last", "thread")
        )

    def latest_of_each(self, threads: Iterable[str], *, most: int) -> Self:
        """The latest lines of these threads, at most so many of each."""
        place = Window(
            RowNumber(), partition_by="thread", order_by=[F("created_at").desc(), F("pk").desc()]
        )
        mine = self.filter(thread__in=list(threads)).annotate(place=place)
        return mine.filter(place__lte=most).order_by("-created_at", "-pk")


class MailQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(state=MailState.WAITING)

    def unended(self) -> Self:
        """Those that still may leave, by themselves or by an act of the team."""
        return self.filter(state__in=[MailState.WAITING, MailState.FAILED])

    def held(self) -> Self:
        """Those that leave together with others, in one mail."""
        return self.filter(state=MailState.HELD)

    def failed(self) -> Self:
        return self.filter(state=MailState.FAILED)

    def due(self, now: datetime) -> Self:
        """Those to try now and that nobody is sending, in the order in which they leave."""
        free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
        return self.waiting().filter(free, due_at__lte=now).order_by("priority", "due_at", "pk")

    def undoable(self, now: datetime) -> Self:
        """Those that nothing lets go yet: what they tell may still be undone."""
        return self.filter(not_before__gt=now)

    def to_open_accounts(self) -> Self:
        """All but those that never leave, their account being closed (`to_closed_account`)."""
        leave = [*COMEBACK, *sent_after_closing()]
        return self.exclude(~Q(kind__in=leave), user__isnull=False, user__is_active=False)

    def late(self, now: datetime, *, after: timedelta) -> Self:
        """Those that should have left longer ago than `after`."""
        return self.waiting().filter(planned_at__lte=now - after)

    def claim(self, pk: int, now: datetime) -> bool:
        """Take one mail for oneself; False when it is gone, ended, not due or taken."""
        return bool(
            self.due(now)
            .order_by()
            .filter(pk=pk)
            .update(claimed_until=now + CLAIM, attempts=models.F("attempts") + 1)
        )

    def end(self, state: MailState, *, now: datetime) -> int:
        """Close mails that wait, are held or failed: nothing personal stays in them."""
        open_ones = self.filter(state__in=[MailState.WAITING, MailState.HELD, MailState.FAILED])
        return open_ones.update(state=state, ended_at=now, claimed_until=None, context={})


class BouncingQuerySet(models.QuerySet):
    def of(self, email: str) -> Self:
        return self.filter(email=email.lower())

    def recent(self, now: datetime) -> Self:
        """Those whose last mail came back less than 30 days ago: the others are forgotten."""
        return self.filter(last_at__gt=now - timedelta(days=NUMBERS.bounce_reset_days))

    def stopped(self, now: datetime) -> Self:
        """Those to which no mail leaves."""
        return self.recent(now).filter(score__gte=NUMBERS.bounce_stop)
