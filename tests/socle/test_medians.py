"""One median for the whole house."""

import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from socle.medians import median

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize(
    ("values", "middle"),
    [
        ([3], 3),
        ([9, 1, 2], 2),
        ([1, 2, 4, 90], 3.0),
        ([1, 2], 1.5),
        ([Decimal("66.5"), Decimal("70.5")], Decimal("68.5")),
        ([timedelta(hours=5), timedelta(hours=1)], timedelta(hours=3)),
    ],
)
def test_the_middle_value_or_the_mean_of_the_two(values, middle):
    assert median(values) == middle
    assert type(median(values)) is type(middle)


def test_nothing_has_no_median():
    with pytest.raises(ValueError, match="nothing"):
        median([])


def test_nobody_computes_another():
    floors = ("ambassadeurs", "cms", "communaute", "config", "socle")
    files = [path for floor in floors for path in (ROOT / floor).rglob("*.py")]
    own = re.compile(
        r"(?m)^from statistics import|^import statistics|statistics\.median|np\.median"
    )
    users = [str(path.relative_to(ROOT)) for path in files if own.search(path.read_text())]
    assert users == ["socle/medians.py"]
