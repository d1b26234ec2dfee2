"""The mail that says where to go: what it holds is read as it leaves, and nowhere else kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from communaute.notifications.catalogue import Attachment

from .. import ics, pages
from ..models import Booking
from ..perms import can_see_place

if TYPE_CHECKING:
    from communaute.notifications.models import Mail


def fill(mail: Mail) -> dict[str, Any] | None:
    """What the mail shows, the meeting point with it; None for who may not see it (any more)."""
    booking = _booking(mail)
    if booking is None:
        return None
    visit = booking.visit
    is_shown = can_see_place(mail.user, visit, booking, timezone.now())
    if not (is_shown and visit.meeting_point and visit.ambassadeur):
        return None
    now = {"starts_at": visit.starts_at, "minutes": visit.minutes, "place": visit.meeting_point}
    return mail.context | now


def attach(mail: Mail) -> Attachment | None:
    """The visit for one's calendar, its place in it."""
    booking = _booking(mail)
    if booking is None:
        return None
    event = pages.event(booking.user, booking.visit, booking, timezone.now(), settings.BASE_URL)
    if event is None:
        return None
    return Attachment("visite.ics", ics.calendar(event), "text/calendar")


def _booking(mail: Mail) -> Booking | None:
    rows = Booking.objects.select_related("user", "visit__ambassadeur__copropriete__commune")
    return rows.filter(pk=mail.context["booking"], user=mail.user).first()
