"""What editors do of readers’ comments; what is known of the links of their pages."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from cms.pages.models import PageComment
from socle.scheduler import Step

from ..numbers import DESK_NUMBERS
from ..rights import can_read_comments
from .links import failure_of, outgoing
from .models import HandledComment, LinkPlace, OutgoingLink, PageReading
from .selectors import pages_to_read


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


@transaction.atomic
def gather_links(*, pk: int, now: datetime) -> None:
    """Bring what is known of the links of a page up to date; links that no page holds any more
    are forgotten."""
    page = Page.objects.live().select_for_update().filter(pk=pk).first()
    if page is None:
        return
    urls = outgoing(page.specific)
    OutgoingLink.objects.bulk_create(
        (OutgoingLink(url=url, next_check_at=now) for url in urls), ignore_conflicts=True
    )
    links = list(OutgoingLink.objects.filter(url__in=urls))
    LinkPlace.objects.filter(page=page).exclude(link__in=links).delete()
    LinkPlace.objects.bulk_create(
        (LinkPlace(link=link, page=page) for link in links), ignore_conflicts=True
    )
    OutgoingLink.objects.filter(places__isnull=True).delete()
    PageReading.objects.update_or_create(page=page, defaults={"read_at": now})


def check_link(*, pk: int, now: datetime) -> bool:
    """Ask a link whether it answers, and keep what it said; False when it is not due.

    Its next check is set first: no transaction waits for another site.
    """
    later = now + timedelta(days=DESK_NUMBERS.days_between_checks)
    due = OutgoingLink.objects.filter(pk=pk, next_check_at__lte=now)
    if not due.update(next_check_at=later):
        return False
    url = OutgoingLink.objects.values_list("url", flat=True).get(pk=pk)
    record_check(pk=pk, failure=failure_of(url), now=now)
    return True


@transaction.atomic
def record_check(*, pk: int, failure: str, now: datetime) -> None:
    """Keep how a link answered; several failures of one day count for one."""
    link = OutgoingLink.objects.filter(pk=pk)
    if not failure:
        link.update(checked_at=now, failed_days=0, last_failed_on=None, reason="")
        return
    day = timezone.localdate(now)
    link.exclude(last_failed_on=day).update(
        failed_days=F("failed_days") + 1, last_failed_on=day, reason=failure
    )
    link.update(checked_at=now, reason=failure)


def _pages_to_read(now: datetime) -> list[int]:
    if not settings.CHECK_LINKS:
        return []
    return list(pages_to_read(now).values_list("pk", flat=True))


def _links_to_check(now: datetime) -> list[int]:
    if not settings.CHECK_LINKS:
        return []
    due = OutgoingLink.objects.to_check(now).values_list("pk", flat=True)
    return list(due[: DESK_NUMBERS.links_a_tick])


STEPS = (
    Step(
        key="desk.gather_links",
        label="Pages de la rédaction qui ont changé : leurs liens vers d’autres sites sont relevés",
        due=_pages_to_read,
        do=lambda pk, now: gather_links(pk=pk, now=now),
        after=("cms.publish",),
    ),
    Step(
        key="desk.check_links",
        label="Liens vers d’autres sites : quelques-uns sont essayés, chacun une fois par semaine",
        due=_links_to_check,
        do=lambda pk, now: {"links_checked": check_link(pk=pk, now=now)},
        after=("desk.gather_links",),
    ),
)
