import pytest

from socle.small_counts import mask

MASKED = "moins de 5"


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"a": 0}, {"a": "0"}),
        ({"a": 1}, {"a": MASKED}),
        ({"a": 4}, {"a": MASKED}),
        ({"a": 5}, {"a": "5"}),
        ({"a": 3, "b": 2, "c": 9}, {"a": MASKED, "b": MASKED, "c": "9"}),
        # One masked alone would be found from the total: the next smallest goes too.
        ({"a": 3, "b": 8, "c": 9, "d": 0}, {"a": MASKED, "b": "non publié", "c": "9", "d": "0"}),
    ],
)
def test_small_numbers_are_masked_and_zeros_are_not(values, shown):
    assert mask(values) == shown
