"""No total gives away, beside another one, a number that is too small to be published."""

from communaute.moderation.enums import SanctionKind
from communaute.moderation.transparency.sections import sections, small


def published(**raw):
    """The figures of a report made of these counts."""
    return {
        (section.key, line.key): line.shown
        for section in sections()
        if section.key in raw
        for line in section.lines(raw)
    }


def test_no_small_number_is_the_difference_of_two_totals():
    of_people = {"notices": {"commercial": 16}, "reporters": {"usager": 16, "automatique": 1}}
    found = published(
        grounds={"cgu": 12},
        restrictions={"inaccessible": 6, "supprime": 5},
        sanctions={SanctionKind.NOTICE: 1},
        **of_people,
    )
    hidden = "non publié"
    assert found["grounds", "total"] == "12"
    assert found["restrictions", "total"] == hidden
    assert found["sanctions", "total"] == small()
    assert found["reporters", "total"] == "17"
    assert found["notices", "total"] == found["notices", "commercial"] == hidden
    # Nor of a total and of all that another section shows.
    assert hidden in {value for (key, _), value in found.items() if key == "restrictions"}

    # A gap that is large enough hides nothing, nor does one with a total that is not shown.
    found = published(
        grounds={"cgu": 16}, restrictions={"inaccessible": 11}, sanctions={SanctionKind.NOTICE: 5}
    )
    assert (found["restrictions", "total"], found["sanctions", "total"]) == ("11", "5")
    found = published(grounds={"cgu": 3}, restrictions={}, sanctions={SanctionKind.NOTICE: 3})
    assert found["restrictions", "total"] == "0"
