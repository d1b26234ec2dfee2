"""What is to come as one calendar file: what the page shows, nothing more."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from cms.pages.models import EventPage
from cms.pages.views import uid_of
from cms.site.reading import service_name

from .. import ics
from ..models import Visit
from .reading import MOST, Agenda


def file_of(agenda: Agenda) -> bytes:
    """iCalendar; of a visit, the commune alone."""
    shown = agenda.load(agenda.keys()[:MOST])
    return ics.calendars(
        _of_visit(one.thing, agenda.now) if one.is_visit else _of_event(one.thing) for one in shown
    )


def _of_visit(visit: Visit, now: datetime) -> ics.Event:
    building = visit.host.copropriete
    url = f"{settings.BASE_URL}{visit.get_absolute_url()}"
    return ics.Event(
        uid=ics.uid_of_visit(visit.public_id),
        # The file of who has a place grows past it, and is kept.
        sequence=visit.sequence * 2,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        stamped_at=now,
        summary=f"Visite de la chaufferie : {building.name}",
        description=url,
        location=building.commune.name,
        url=url,
        organizer_name=service_name(),
        organizer_email=settings.CONTACT_EMAIL,
    )


def _of_event(event: EventPage) -> ics.Event:
    return ics.Event(
        uid=uid_of(event),
        sequence=event.sequence,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        stamped_at=event.last_published_at or event.starts_at,
        summary=event.title,
        description=event.introduction,
        location=" – ".join(part for part in (event.place, event.public_online_url) if part),
        url=f"{settings.BASE_URL}{event.url}",
        organizer_name=service_name(),
        organizer_email=settings.CONTACT_EMAIL,
    )
