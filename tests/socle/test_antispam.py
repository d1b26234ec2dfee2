"""What tells a person from a robot in the forms that anyone may send."""

from unittest.mock import patch

import pytest
from django import forms
from django.http import QueryDict

from socle.antispam import NUMBERS, TOO_FAST, TOO_OLD, StampedForm, new_stamp

NOON = 1_795_777_200.0
DAY = NUMBERS.hours_left_open * 3600


class LetterForm(StampedForm):
    name = forms.CharField(label="Votre nom")


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr("django.core.signing.time.time", lambda: NOON)


def sent(seconds_ago, **fields):
    with patch("django.core.signing.time.time", return_value=NOON - seconds_ago):
        stamp = new_stamp()
    data = QueryDict(mutable=True)
    data.update({"name": "Monique", "stamp": stamp} | fields)
    return LetterForm(data)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (NUMBERS.seconds_to_write, TOO_FAST),
        (NUMBERS.seconds_to_write + 1, None),
        (DAY, None),
        (DAY + 1, TOO_OLD),
    ],
)
def test_a_form_is_filled_neither_at_once_nor_a_day_after(seconds, said):
    form = sent(seconds)
    assert form.non_field_errors() == ([said] if said else [])


@pytest.mark.parametrize("stamp", ["", "faux", "faux:faux:faux"])
def test_a_stamp_that_is_not_ours_is_replaced_and_what_was_typed_is_kept(stamp):
    form = sent(60, stamp=stamp)
    assert not form.is_valid()
    again = form.reopened()
    assert again["name"].value() == "Monique"
    assert again["stamp"].value() not in ("", stamp)
    assert TOO_OLD in again.non_field_errors()


def test_who_corrects_keeps_the_stamp_of_the_first_opening():
    form = sent(60, name="")
    assert not form.is_valid()
    stamp = form.data["stamp"]
    assert form.reopened().data["stamp"] == stamp


def test_only_a_robot_fills_what_is_hidden():
    assert not sent(60, website="  ").is_from_a_robot
    assert sent(60, website="https://spam.example/").is_from_a_robot


def test_two_openings_have_two_stamps_and_what_is_known_is_filled():
    first, second = (LetterForm.opened(name="Paul") for _ in range(2))
    assert first["stamp"].value() != second["stamp"].value()
    assert first["name"].value() == "Paul"
