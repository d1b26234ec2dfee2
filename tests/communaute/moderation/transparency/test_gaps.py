"""No small number is found from what is published: neither by subtraction, nor from a share."""

import json
from itertools import product

from communaute.moderation.enums import SanctionKind
from communaute.moderation.transparency.sections import sections
from socle.small_counts import small


def published(**raw):
    """The lines of a report made of these counts, by section and key."""
    return {
        (section.key, line.key): line
        for section in sections()
        if section.key in raw
        for line in section.lines(raw)
    }


def shown(**raw):
    return {key: line.shown for key, line in published(**raw).items()}


def test_counts_go_five_by_five_and_small_ones_are_not_told():
    for count, told in ((0, "0"), (1, small()), (4, small()), (5, "5"), (9, "5"), (10, "10")):
        found = shown(grounds={"cgu": count})
        assert found["grounds", "cgu"] == found["grounds", "total"] == told


def test_every_published_count_is_a_multiple_of_five():
    """So is any difference: of two totals, two days, an agency and the whole."""
    raw = {"notices": {"commercial": 16}, "reporters": {"usager": 16, "automatique": 1}}
    raw |= {"grounds": {"cgu": 12}, "restrictions": {"inaccessible": 6, "supprime": 5}}
    raw |= {"sanctions": {SanctionKind.NOTICE: 1}}
    found = published(**raw)
    assert {line.value % 5 for line in found.values() if line.value is not None} == {0}
    assert found["reporters", "total"].shown == found["notices", "total"].shown == "15"
    assert "16" not in json.dumps([line.shown for line in found.values()])


def ways(lines, total):
    """How many ways there are to fill the small lines, as somebody who knows the rule counts."""

    def range_of(line):
        if line.shown == small():
            return range(1, 5)
        return range(line.value, line.value + 5) if line.value else (0,)

    return {
        tuple(count for count, line in zip(counts, lines, strict=True) if line.shown == small())
        for counts in product(*map(range_of, lines))
        if total.value is None or total.value <= sum(counts) < total.value + 5
    }


def test_the_total_leaves_several_ways_to_fill_the_small_lines():
    keys = next(section for section in sections() if section.key == "appeals").labels
    for each in product((0, 1, 2, 4, 5, 9), repeat=len(keys)):
        counts = dict(zip(keys, each, strict=True))
        total, *lines = published(appeals=counts).values()
        if any(line.shown == small() for line in lines):
            assert len(ways(lines, total)) > 1, counts
    # Five lines of four each, and twenty in all: the total is not told.
    counts = dict.fromkeys(list(dict(SanctionKind.choices))[:5], 4)
    assert shown(sanctions=counts)["sanctions", "total"] == "non publié"


def test_a_share_tells_neither_of_its_sides():
    for number, found, told in (
        (4, 2, f"{small()} mesures"),
        (10, 3, "non publié"),
        (10, 7, "non publié"),
        (11, 5, "45 %"),
        (13, 6, "45 %"),
        (10, 0, "0 %"),
        (10, 10, "100 %"),
    ):
        raw = {"errors": {"hidden": [number, found], "screened": [0, 0]}}
        assert shown(**raw)["errors", "hidden"] == told
