"""An amount shared to the cent."""

import io
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from ambassadeurs.simulation.engine import split


@pytest.mark.parametrize(
    ("total", "shares", "parts"),
    [
        ("45451.20", [83, 120, 210, 587], ["3772.45", "5454.14", "9544.75", "26679.86"]),
        ("1.00", [1, 1, 1], ["0.34", "0.33", "0.33"]),
        ("0.02", [1, 0, 1, 1], ["0.01", "0.00", "0.01", "0.00"]),
        ("100.00", [0, 5], ["0.00", "100.00"]),
    ],
)
def test_an_amount_is_shared_to_the_cent(total, shares, parts):
    found = split(Decimal(total), shares)
    assert [str(one) for one in found] == parts
    assert sum(found) == Decimal(total)


def test_the_parts_always_make_the_whole():
    for cents in range(0, 5000, 37):
        total = Decimal(cents) / 100
        assert sum(split(total, [7, 11, 13, 1, 0, 3])) == total


@pytest.mark.parametrize("shares", [[], [0, 0], [5, -1]])
def test_without_shares_nothing_is_shared(shares):
    with pytest.raises(ValueError, match="tantièmes"):
        split(Decimal(1), shares)


def test_by_the_command():
    out = io.StringIO()
    call_command("split", "45451.20", "83", "120", "210", "587", stdout=out)
    assert out.getvalue().split() == ["3772.45", "5454.14", "9544.75", "26679.86"]


@pytest.mark.parametrize(("total", "said"), [("beaucoup", "nombre"), ("1.005", "centimes")])
def test_the_command_says_what_is_wrong(total, said):
    with pytest.raises(CommandError, match=said):
        call_command("split", total, "1")
