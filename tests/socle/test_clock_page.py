"""`docs/horloge.md` tells the steps of the clock as they are."""

import re
from pathlib import Path

from django.core.management import call_command

from socle.clock import ordered
from socle.clock.describing import describe

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_page_is_up_to_date():
    call_command("describe_clock", "--check")


def test_each_step_has_its_line_and_a_file_that_exists():
    lines = [line for line in describe().splitlines() if line.startswith("| `")]
    assert [re.match(r"\| `([^`]+)`", line)[1] for line in lines] == [
        step.key for step in ordered()
    ]
    places = [re.search(r"`([^`]+\.py)` \|$", line)[1] for line in lines]
    assert [place for place in places if not (ROOT / place).is_file()] == []
