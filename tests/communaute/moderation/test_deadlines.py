from datetime import datetime, timedelta

from communaute.moderation.deadlines import appeal_answer_due, due_at, redress_until
from communaute.moderation.enums import NoticeCategory
from socle.calendar import PARIS


def paris(*parts):
    return datetime(*parts, tzinfo=PARIS)


def test_what_may_be_illegal_waits_24_hours_even_on_a_sunday():
    saturday = paris(2026, 11, 21, 18, 0)
    assert due_at(NoticeCategory.ILLEGAL, saturday) == saturday + timedelta(hours=24)


def test_all_else_waits_three_working_days():
    due = {
        paris(2026, 11, 23, 9, 0): paris(2026, 11, 26, 9, 0),  # Monday → Thursday
        paris(2026, 11, 26, 9, 0): paris(2026, 12, 1, 9, 0),  # Thursday → Tuesday
        paris(2026, 11, 27, 9, 0): paris(2026, 12, 2, 9, 0),  # Friday → Wednesday
        paris(2026, 11, 28, 9, 0): paris(2026, 12, 2, 9, 0),  # Saturday → Wednesday
        paris(2026, 11, 29, 9, 0): paris(2026, 12, 2, 9, 0),  # Sunday → Wednesday
        paris(2026, 12, 24, 9, 0): paris(2026, 12, 30, 9, 0),  # Christmas does not count
    }
    assert {at: due_at(NoticeCategory.COMMERCIAL, at) for at in due} == due


def test_the_hour_stays_the_same_in_paris_when_the_clocks_change():
    friday = paris(2026, 10, 23, 9, 0)
    assert due_at(NoticeCategory.RUDE, friday) == paris(2026, 10, 28, 9, 0)


def test_six_months_to_contest_and_fourteen_days_to_answer():
    now = paris(2026, 11, 24, 12, 0)
    # The whole day, so that no hour is to be said.
    assert redress_until(now) == paris(2027, 5, 26, 23, 59) + timedelta(seconds=59)
    assert appeal_answer_due(now) == now + timedelta(days=14)
