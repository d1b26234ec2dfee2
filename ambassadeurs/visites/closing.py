"""What closing an account does to visits: hosts cancel, visitors give their place back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from communaute.notifications.account_mails import forget_name

from .enums import BookingState, VisitState
from .models import Visit
from .services import cancel_visit, give_up
from .tells import thread_of

if TYPE_CHECKING:
    from communaute.comptes.models import User


def erase(person: User, now: datetime) -> None:
    """Before the rows go with the account: whoever counted on this person is told.

    A visit that began stays, without its host or its place: it is the visitors’ own past, and
    figures count it. One that was cancelled goes.
    """
    threads = {
        thread_of(pk)
        for pk in Visit.objects.filter(bookings__user=person).values_list("pk", flat=True)
    }
    to_come = Visit.objects.proposed().filter(starts_at__gt=now).order_by("pk")
    for visit in to_come.filter(ambassadeur__user=person):
        cancel_visit(actor=person, visit=visit, now=now)
    hosted = Visit.objects.filter(ambassadeur__user=person)
    hosted.filter(state=VisitState.CANCELLED).delete()
    hosted.update(ambassadeur=None, meeting_point="")
    booked = person.bookings.exclude(state=BookingState.CANCELLED).values("visit")
    for visit in to_come.filter(pk__in=booked):
        give_up(actor=person, visit=visit, now=now)
    # Last: giving a place back tells the host whose it was.
    forget_name(person.display_name, threads)
