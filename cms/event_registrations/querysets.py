"""Reading who comes, and what they still have to be told."""

from datetime import datetime, time, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from wagtail.models import Page

from socle.calendar import PARIS

from ..numbers import EVENT_NUMBERS
from .enums import State

IS_OFF = Q(event=None) | Q(event__live=False) | Q(event__is_cancelled=True)


class RegistrationQuerySet(models.QuerySet):
    def of(self, user: object) -> Self:
        """Those of an account, and those that its address confirmed before or without it."""
        email = getattr(user, "email", "")
        mine = Q(user=getattr(user, "pk", None))
        return self.filter(mine | Q(email__iexact=email) if email else mine)

    def coming(self) -> Self:
        """Those who have a place, and those who wait for one."""
        return self.exclude(state=State.ASKED)

    def told_if_it_leaves(self, page: Page, now: datetime) -> Self:
        """Those who would be told that their event is off, were this page and those under it to
        leave the site."""
        under = self.coming().filter(event__path__startswith=page.path)
        return under.filter(told_off=False, told_ends_at__gt=now)

    def unconfirmed(self, now: datetime) -> Self:
        """Those whose time to confirm has passed."""
        limit = now - timedelta(hours=EVENT_NUMBERS.confirm_hours)
        return self.filter(state=State.ASKED, asked_at__lte=limit)

    def to_forget(self, now: datetime) -> Self:
        """Those of events long past."""
        return self.filter(told_ends_at__lte=now - timedelta(days=EVENT_NUMBERS.kept_days))

    def to_tell(self, now: datetime) -> Self:
        """Those whose event, not over yet, is not what they were told: moved, cancelled, back.

        Nobody is told of a date that is past: it was mistyped, and is corrected.
        """
        moved = Q(event__ends_at__gt=now) & (
            ~Q(event__starts_at=F("told_starts_at"))
            | ~Q(event__ends_at=F("told_ends_at"))
            | ~Q(event__place=F("told_place"))
            | ~Q(event__online_url=F("told_online_url"))
        )
        off = IS_OFF & Q(told_off=False)
        back = ~IS_OFF & Q(told_off=True)
        # What moves while it is off is told once it is on again.
        changed = off | back | (moved & ~IS_OFF)
        to_come = Q(told_ends_at__gt=now) | Q(event__ends_at__gt=now)
        return self.coming().filter(changed & to_come)

    def to_remind(self, now: datetime) -> Self:
        """Those who have a place tomorrow, or today, and were not reminded."""
        return self.filter(
            ~IS_OFF,
            state=State.CONFIRMED,
            reminded_at=None,
            event__starts_at__gt=now,
            event__starts_at__lt=reminded_before(now),
        )


def reminded_before(now: datetime) -> datetime:
    """Events that start before this moment are reminded of by now: those of the next day, from
    `remind_hour` on. Whole days of Paris, whatever the clocks do."""
    here = now.astimezone(PARIS)
    days = 2 if here.hour >= EVENT_NUMBERS.remind_hour else 1
    return datetime.combine(here.date() + timedelta(days=days), time(0), PARIS)
