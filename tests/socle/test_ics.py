"""The calendar file, read back as a calendar reads it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest

from socle.ics import Day, Event, calendar, days

EVENT = Event(
    uid="visite-1@essai",
    sequence=3,
    starts_at=datetime(2026, 10, 25, 9, 0, tzinfo=UTC),
    ends_at=datetime(2026, 10, 25, 10, 0, tzinfo=UTC),
    stamped_at=datetime(2026, 10, 1, 8, 0, tzinfo=UTC),
    summary="Visite : « L’Étoile », 60 lots; suite",
    description="Première ligne\nhttps://exemple.test/" + "é" * 80,
    location="Devant le portail\\bleu",
    url="https://exemple.test/visites/1/",
    organizer_name="Chauffage Urbain",
    organizer_email="contact@exemple.test",
)


def raw(event):
    return fields(calendar(event))


def fields(file):
    """Unfolded lines: {name with parameters: raw value}."""
    text = file.decode()
    assert text.endswith("\r\n")
    lines = text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert lines[5] == "BEGIN:VEVENT"
    assert lines[-2] == "END:VEVENT"
    return dict(line.split(":", 1) for line in lines[1:-1])


def read(event):
    (slot,) = icalendar.Calendar.from_ical(calendar(event)).walk("VEVENT")
    return slot


def test_a_calendar_reads_what_was_meant():
    found, slot = raw(EVENT), read(EVENT)
    assert found["VERSION"] == "2.0"
    assert found["METHOD"] == "PUBLISH"
    assert found["STATUS"] == "CONFIRMED"
    assert found["UID"] == "visite-1@essai"
    assert found["SEQUENCE"] == "3"
    assert found["DTSTART"] == "20261025T090000Z"
    assert found["DTEND"] == "20261025T100000Z"
    assert found["DTSTAMP"] == "20261001T080000Z"
    assert str(slot["SUMMARY"]) == EVENT.summary
    assert str(slot["DESCRIPTION"]) == EVENT.description
    assert str(slot["LOCATION"]) == EVENT.location
    assert str(slot["URL"]) == EVENT.url
    assert found['ORGANIZER;CN="Chauffage Urbain"'] == "mailto:contact@exemple.test"


def test_moments_are_told_in_utc():
    paris = EVENT.starts_at.astimezone(ZoneInfo("Europe/Paris"))
    assert raw(replace(EVENT, starts_at=paris))["DTSTART"] == "20261025T090000Z"


def test_a_cancelled_visit_says_so():
    found = raw(replace(EVENT, is_cancelled=True))
    assert (found["METHOD"], found["STATUS"]) == ("CANCEL", "CANCELLED")


def test_a_place_that_waits_for_an_accord_is_tentative():
    found = raw(replace(EVENT, is_tentative=True))
    assert (found["METHOD"], found["STATUS"]) == ("PUBLISH", "TENTATIVE")


@pytest.mark.parametrize("length", [66, 67, 68, 200])
def test_lines_hold_75_octets_and_characters_stay_whole(length):
    event = replace(EVENT, summary="a" * length, location="é" * length)
    assert max(len(line) for line in calendar(event).split(b"\r\n")) <= 75
    assert str(read(event)["SUMMARY"]) == event.summary
    assert str(read(event)["LOCATION"]) == event.location


def test_nothing_typed_can_add_a_line():
    bad = "a\r\nATTENDEE:x\rb\x00c"
    event = replace(EVENT, location=bad, organizer_name=f'"{bad}"')
    found = raw(event)
    assert found["LOCATION"] == "a\\nATTENDEE:x\\nbc"
    names = [name for name in found if name.startswith(("ATTENDEE", "ORGANIZER"))]
    assert len(names) == 1
    assert names[0].startswith("ORGANIZER;CN=")


def test_whole_days_of_one_file():
    found = [
        Day(
            uid=f"ag-{number}@essai",
            stamped_at=EVENT.stamped_at,
            on=date(2026, 12, 31),
            summary="Assemblée générale : A; B",
            description="Grenoble\nSuivi",
            url=EVENT.url,
        )
        for number in range(2)
    ]
    file = days(found)
    assert b"\r\nDTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n" in file
    first, second = icalendar.Calendar.from_ical(file).walk("VEVENT")
    assert (str(first["UID"]), str(second["UID"])) == ("ag-0@essai", "ag-1@essai")
    assert str(first["SUMMARY"]) == "Assemblée générale : A; B"
    assert str(first["TRANSP"]) == "TRANSPARENT"
    assert icalendar.Calendar.from_ical(days([])).walk("VEVENT") == []
