"""The calendar file, read back as a calendar reads it."""

from datetime import UTC, datetime

from ambassadeurs.visites.ics import Event, calendar, escape, fold

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
    organizer_name='Chauffage "Urbain"',
    organizer_email="contact@exemple.test",
)


def read(text):
    """Unfold and split the lines: {name with parameters: raw value}."""
    assert text.endswith("\r\n")
    lines = text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert lines[5] == "BEGIN:VEVENT"
    assert lines[-2] == "END:VEVENT"
    return dict(line.split(":", 1) for line in lines[1:-1])


def unescape(value):
    marks = value.replace("\\\\", "\0")
    return marks.replace("\\n", "\n").replace("\\;", ";").replace("\\,", ",").replace("\0", "\\")


def test_a_calendar_reads_what_was_meant():
    found = read(calendar(EVENT))
    assert found["VERSION"] == "2.0"
    assert found["METHOD"] == "PUBLISH"
    assert found["STATUS"] == "CONFIRMED"
    assert found["UID"] == "visite-1@essai"
    assert found["SEQUENCE"] == "3"
    assert found["DTSTART"] == "20261025T090000Z"
    assert found["DTEND"] == "20261025T100000Z"
    assert found["DTSTAMP"] == "20261001T080000Z"
    assert unescape(found["SUMMARY"]) == EVENT.summary
    assert unescape(found["DESCRIPTION"]) == EVENT.description
    assert unescape(found["LOCATION"]) == EVENT.location
    assert found['ORGANIZER;CN="Chauffage Urbain"'] == "mailto:contact@exemple.test"


def test_a_cancelled_visit_says_so():
    found = read(calendar(Event(**{**EVENT.__dict__, "is_cancelled": True})))
    assert (found["METHOD"], found["STATUS"]) == ("CANCEL", "CANCELLED")


def test_a_place_that_waits_for_an_accord_is_tentative():
    found = read(calendar(Event(**{**EVENT.__dict__, "is_tentative": True})))
    assert (found["METHOD"], found["STATUS"]) == ("PUBLISH", "TENTATIVE")


def test_lines_hold_75_octets_and_characters_stay_whole():
    lines = calendar(EVENT).split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert fold("a" * 75) == "a" * 75
    assert fold("a" * 76) == "a" * 75 + "\r\n a"


def test_nothing_typed_can_add_a_line():
    assert escape("a\r\nATTENDEE:x\rb\x00c") == "a\\nATTENDEE:x\\nbc"
