"""One visit, or several whole days, as an iCalendar file (RFC 5545), that calendars accept and
update.

The same UID each time; SEQUENCE only grows; times in UTC, so that no time zone is to be described.
METHOD is PUBLISH, or CANCEL for a cancelled visit (RFC 5546): nobody's address is in the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

CONTENT_TYPE = "text/calendar; charset=utf-8"
LINE_OCTETS = 75


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


def calendar(event: Event) -> str:
    """The whole file, lines ended by CRLF."""
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTAMP:{_utc(event.stamped_at)}",
        f"DTSTART:{_utc(event.starts_at)}",
        f"DTEND:{_utc(event.ends_at)}",
        f"SUMMARY:{escape(event.summary)}",
        f"DESCRIPTION:{escape(event.description)}",
        f"LOCATION:{escape(event.location)}",
        f"URL:{event.url}",
        f"ORGANIZER;CN={_parameter(event.organizer_name)}:mailto:{event.organizer_email}",
        f"STATUS:{event.status}",
        "END:VEVENT",
    ]
    return _file(lines, method="CANCEL" if event.is_cancelled else "PUBLISH", product="Visites")


def days(found: Iterable[Day]) -> str:
    """One file of whole days, lines ended by CRLF; each stays until the day after (DTEND)."""
    lines = [
        line
        for day in found
        for line in (
            "BEGIN:VEVENT",
            f"UID:{day.uid}",
            f"DTSTAMP:{_utc(day.stamped_at)}",
            f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day.on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escape(day.summary)}",
            f"DESCRIPTION:{escape(day.description)}",
            f"URL:{day.url}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        )
    ]
    return _file(lines, method="PUBLISH", product="Guichets")


def _file(events: list[str], *, method: str, product: str) -> str:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//ChauffageUrbain//{product}//FR",
        "CALSCALE:GREGORIAN",
        f"METHOD:{method}",
        *events,
        "END:VCALENDAR",
    ]
    return "".join(f"{fold(line)}\r\n" for line in lines)


def escape(text: str) -> str:
    """A TEXT value (RFC 5545 §3.3.11): backslash, semicolon, comma and line ends escaped.

    Other control characters are not allowed there, and left out.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return "".join(char for char in text if char == "\t" or (char >= " " and char != "\x7f"))


def fold(line: str) -> str:
    """Cut a line every 75 octets at most, between characters (RFC 5545 §3.1)."""
    pieces: list[str] = []
    piece, size = "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > LINE_OCTETS:
            pieces.append(piece)
            # The space that opens a continued line counts.
            piece, size = " ", 1
        piece += char
        size += octets
    return "\r\n".join([*pieces, piece])


def _parameter(text: str) -> str:
    """A quoted parameter value: neither double quotes nor control characters may be in it."""
    kept = "".join(char for char in text if char >= " " and char not in '"\x7f')
    return f'"{kept}"'


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
