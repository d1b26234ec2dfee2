"""One visit, or several whole days, as an iCalendar file (RFC 5545), that calendars accept and
update; `icalendar` escapes, folds and writes.

The same UID each time; SEQUENCE only grows; times in UTC, so that no time zone is to be described.
METHOD is PUBLISH, or CANCEL for a cancelled visit (RFC 5546): nobody's address is in the file.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

CONTENT_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Event:
    """What goes in the file. `starts_at`, `ends_at`, `stamped_at` are aware datetimes."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    stamped_at: datetime
    summary: str
    description: str
    location: str
    url: str
    organizer_name: str
    organizer_email: str
    is_cancelled: bool = False
    is_tentative: bool = False

    @property
    def status(self) -> str:
        """STATUS (RFC 5545 §3.8.1.11): tentative while somebody must still agree."""
        if self.is_cancelled:
            return "CANCELLED"
        return "TENTATIVE" if self.is_tentative else "CONFIRMED"


@dataclass(frozen=True)
class Day:
    """A whole day, which keeps nobody busy (an assembly somebody else holds)."""

    uid: str
    stamped_at: datetime
    on: date
    summary: str
    description: str
    url: str


def calendar(event: Event) -> bytes:
    """The whole file, in UTF-8, lines ended by CRLF."""
    method = "CANCEL" if event.is_cancelled else "PUBLISH"
    return _file([_fields(event)], method=method, product="Visites")


def _fields(event: Event) -> dict[str, Any]:
    return {
        "uid": event.uid,
        "sequence": event.sequence,
        "dtstamp": event.stamped_at.astimezone(UTC),
        "dtstart": event.starts_at.astimezone(UTC),
        "dtend": event.ends_at.astimezone(UTC),
        "summary": event.summary,
        "description": event.description,
        "location": event.location,
        "url": event.url,
        "organizer": _address(event.organizer_name, event.organizer_email),
        "status": event.status,
    }


def calendars(events: Iterable[Event]) -> bytes:
    """One file of several events, none of them cancelled."""
    return _file([_fields(event) for event in events], method="PUBLISH", product="Agenda")


def uid_of_visit(public_id: object) -> str:
    """The same in every file that holds the visit."""
    return f"visite-{public_id}@chauffage-urbain"


def days(found: Iterable[Day]) -> bytes:
    """One file of whole days, as above; each stays until the day after (DTEND)."""
    events = [
        {
            "uid": day.uid,
            "dtstamp": day.stamped_at.astimezone(UTC),
            "dtstart": day.on,
            "dtend": day.on + timedelta(days=1),
            "summary": day.summary,
            "description": day.description,
            "url": day.url,
            "transp": "TRANSPARENT",
        }
        for day in found
    ]
    return _file(events, method="PUBLISH", product="Guichets")


def _file(events: list[dict[str, Any]], *, method: str, product: str) -> bytes:
    # Read when a file is asked: no page waits half a second for this library.
    import icalendar

    file = icalendar.Calendar()
    file.add("version", "2.0")
    file.add("prodid", f"-//ChauffageUrbain//{product}//FR")
    file.add("calscale", "GREGORIAN")
    file.add("method", method)
    for fields in events:
        event = icalendar.Event()
        for name, value in fields.items():
            event.add(name, _printable(value) if type(value) is str else value)
        file.add_component(event)
    return file.to_ical(sorted=False)


def _address(name: str, email: str) -> Any:
    import icalendar

    address = icalendar.vCalAddress(f"mailto:{email}")
    address.params["CN"] = _printable(name)
    return address


def _printable(text: str) -> str:
    """Control characters are not allowed in a TEXT value (§3.3.11), line ends and tabs apart."""
    return "".join(char for char in text if char in "\t\r\n" or (char >= " " and char != "\x7f"))
