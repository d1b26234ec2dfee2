"""The `.ics` file of an event (RFC 5545): times in UTC, the same UID each time."""

from datetime import UTC
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from cms.querysets import visible_pages
from socle.parameters import varies_with

from ..models import EventPage


@varies_with()
@require_safe
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(visible_pages(EventPage.objects.filter(pk=pk)))
    return calendar_response(event, online_url=event.public_online_url)


def calendar_response(event: EventPage, *, online_url: str) -> HttpResponse:
    """The file to download; `online_url` is what this reader may know."""
    return HttpResponse(
        calendar_file(event, online_url=online_url),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{event.slug}.ics"'},
    )


def uid_of(event: EventPage) -> str:
    """The same in every file that holds the event."""
    return f"rendez-vous-{event.pk}@{urlsplit(settings.BASE_URL).hostname}"


def calendar_file(event: EventPage, *, online_url: str) -> bytes:
    # Read late: the library takes a tenth of a second, and few pages need it.
    import icalendar

    where = " – ".join(part for part in (event.place, online_url) if part)
    line = icalendar.Event()
    line.add("uid", uid_of(event))
    line.add("sequence", event.sequence)
    line.add("dtstamp", (event.last_published_at or event.starts_at).astimezone(UTC))
    line.add("dtstart", event.starts_at.astimezone(UTC))
    line.add("dtend", event.ends_at.astimezone(UTC))
    line.add("summary", event.title)
    line.add("description", event.introduction)
    line.add("location", where)
    line.add("url", f"{settings.BASE_URL}{event.url}")
    line.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    file = icalendar.Calendar()
    file.add("prodid", "-//ChauffageUrbain//Rendez-vous//FR")
    file.add("version", "2.0")
    # A calendar that holds it already takes it away (RFC 5546).
    file.add("method", "CANCEL" if event.is_cancelled else "PUBLISH")
    file.add_component(line)
    return file.to_ical()
