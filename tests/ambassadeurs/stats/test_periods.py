"""Any period, and what is said of one that cannot be read."""

from datetime import date

import pytest

from ambassadeurs.stats.periods import Period, PeriodForm

OPENING, TODAY = date(2026, 1, 15), date(2026, 11, 26)


def form(**data):
    return PeriodForm(data, opening=OPENING, today=TODAY)


def test_nothing_asked_is_everything():
    assert form().period == Period(OPENING, TODAY, is_all=True)


@pytest.mark.parametrize(
    ("data", "first", "last"),
    [
        ({"du": "2026-02-01", "au": "2026-02-28"}, date(2026, 2, 1), date(2026, 2, 28)),
        ({"du": "2026-02-01"}, date(2026, 2, 1), TODAY),
        ({"au": "2026-02-01"}, OPENING, date(2026, 2, 1)),
        ({"du": "2026-11-26", "au": "2026-11-26"}, TODAY, TODAY),
        ({"du": "01/02/2026", "au": "28/02/2026"}, date(2026, 2, 1), date(2026, 2, 28)),
        # Before the opening there is nothing.
        ({"du": "2017-01-01", "au": "2026-02-01"}, OPENING, date(2026, 2, 1)),
        ({"du": "2020-01-01", "au": "2020-02-01"}, date(2020, 1, 1), date(2020, 2, 1)),
        ({"au": "2026-01-15"}, OPENING, OPENING),
        # Ten years to the day.
        ({"du": "2016-11-26"}, OPENING, TODAY),
    ],
)
def test_any_days_both_included(data, first, last):
    assert form(**data).period == Period(first, last)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        ({"du": "2026-03-02", "au": "2026-03-01"}, "au", "avant le début"),
        ({"du": "2016-11-25"}, "du", "trop longue : 10\u00a0ans au plus"),
        ({"du": "1986-01-01"}, "du", "trop ancienne"),
        ({"du": "2026-11-27"}, "du", "dans l’avenir"),
        ({"au": "2026-11-27"}, "au", "dans l’avenir"),
        # « De l’ouverture à » the day before it: there is no such period.
        ({"au": "2026-01-14"}, "au", "il l’est depuis le 15 janvier 2026"),
        ({"du": "hier"}, "du", "date"),
        ({"au": "2026-02-30"}, "au", "date"),
    ],
)
def test_a_period_that_cannot_be_read_says_why_and_shows_everything(data, name, words):
    asked = form(**data)
    assert words in asked.errors[name][0]
    assert asked.period.is_all


def test_months_are_cut_at_the_ends():
    months = list(Period(date(2026, 1, 15), date(2026, 3, 2)).months())
    assert months == [
        (date(2026, 1, 1), date(2026, 1, 31)),
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2026, 3, 2)),
    ]
