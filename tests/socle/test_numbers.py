from dataclasses import FrozenInstanceError, dataclass

import pytest
from django.template import Context, Template

from communaute.questions.numbers import NUMBERS, QuestionNumbers
from socle.apps import check_numbers
from socle.numbers import RoomNumbers, at_least, live, numbers_of, problems, quantity


def test_the_defaults_are_those_written_in_the_room():
    assert NUMBERS.questions_a_day == 5
    assert numbers_of("questions") == QuestionNumbers()


def test_a_setting_changes_one_number_and_leaves_the_others(settings):
    settings.NUMBERS = {"questions": {"questions_a_day": 9}}
    assert NUMBERS.questions_a_day == 9
    assert NUMBERS.body_min == 20
    settings.NUMBERS = {}
    assert NUMBERS.questions_a_day == 5


def test_numbers_are_not_changed_in_place():
    with pytest.raises(FrozenInstanceError):
        NUMBERS.current().questions_a_day = 9
    with pytest.raises(AttributeError):
        NUMBERS.questions_a_day = 9


def test_an_unknown_name_is_refused(settings):
    with pytest.raises(AttributeError):
        _ = NUMBERS.unknown
    with pytest.raises(LookupError):
        numbers_of("cuisine")
    settings.NUMBERS = {"questions": {"unknown": 1}}
    with pytest.raises(TypeError):
        _ = NUMBERS.questions_a_day


def test_the_check_tells_what_is_wrong_with_the_setting(settings):
    settings.NUMBERS = {
        "cuisine": {},
        "questions": {"unknown": 1, "questions_a_day": "beaucoup", "body_min": True},
    }
    told = [message.msg for message in check_numbers()]
    assert told == problems(settings.NUMBERS)
    assert len(told) == 4
    assert "cuisine" in told[0]
    assert "unknown" in told[1]


def test_floats_take_whole_numbers_and_tuples_take_lists():
    @dataclass(frozen=True)
    class TryNumbers(RoomNumbers, room="try"):
        score: float = 0.7
        pauses: tuple[int, ...] = (30, 60)

    assert problems({"try": {"score": 1, "pauses": [10]}}) == []
    assert problems({"try": {"score": "1"}}) != []
    assert live(TryNumbers).pauses == (30, 60)


def test_a_number_is_not_set_below_its_least():
    @dataclass(frozen=True)
    class LeastNumbers(RoomNumbers, room="least"):
        tries: int = at_least(1, 3)

    assert live(LeastNumbers).tries == 3
    assert problems({"least": {"tries": 1}}) == []
    assert problems({"least": {"tries": 0}}) == ["NUMBERS: least.tries is 1 at least"]


def test_templates_read_the_same_numbers(settings):
    settings.NUMBERS = {"moderation": {"appeal_answer_days": 1}}
    shown = Template(
        '{% load numbers %}{% numbers "moderation" as limits %}'
        'sous {{ limits.appeal_answer_days|quantity:"jour" }}'
    ).render(Context())
    assert shown == "sous 1\u00a0jour"


@pytest.mark.parametrize(
    ("count", "unit", "said"),
    [
        (0, "jour", "0\u00a0jour"),
        (1, "jour", "1\u00a0jour"),
        (1.5, "jour", "1,5\u00a0jour"),
        (2, "jour", "2\u00a0jours"),
        (24, "mois", "24\u00a0mois"),
        (2, "an", "2\u00a0ans"),
        (200, "m", "200\u00a0m"),
        (10_000, "caractère", "10\u00a0000\u00a0caractères"),
    ],
)
def test_a_quantity_reads_as_people_write_it(count, unit, said):
    assert quantity(count, unit) == said
