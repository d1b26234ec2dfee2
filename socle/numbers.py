"""The numbers of the rules, one frozen dataclass per subject, in the room's `numbers.py`:

    @dataclass(frozen=True)
    class QuestionNumbers(RoomNumbers, room="questions"):
        questions_a_day: int = 5

    NUMBERS = live(QuestionNumbers)

`NUMBERS.questions_a_day` is 5 unless the setting `NUMBERS` says otherwise for this room:
`{"questions": {"questions_a_day": 10}}`. It is read at each use, so that a test may change it.
Templates read the same: `{% load numbers %}{% numbers "questions" as limits %}`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, ClassVar, Self, cast

from django.conf import settings

from socle.typography import NBSP

LEAST = "least"
_NAMED = re.compile(r"\{(\w+)\.(\w+)\}")


@dataclass(frozen=True)
class RoomNumbers:
    """Base of the numbers of one room; `room` is its key in `settings.NUMBERS`."""

    room: ClassVar[str] = ""

    def __init_subclass__(cls, *, room: str) -> None:
        super().__init_subclass__()
        cls.room = room
        _ROOMS[room] = cls

    @classmethod
    def current(cls) -> Self:
        """The defaults with what the settings change. Raises TypeError for an unknown name.

        The setting is replaced, never changed in place: the same one gives the same object.
        """
        overrides = settings.NUMBERS
        seen, value = _CURRENT.get(cls.room, (None, None))
        if seen is not overrides or value is None:
            value = cls(**overrides.get(cls.room, {}))
            _CURRENT[cls.room] = (overrides, value)
        return cast("Self", value)


_ROOMS: dict[str, type[RoomNumbers]] = {}
_CURRENT: dict[str, tuple[object, RoomNumbers]] = {}


def at_least(least: int, default: int) -> int:
    """A number that no setting brings below `least`."""
    return cast("int", field(default=default, metadata={LEAST: least}))


class _Live:
    """Stands for the numbers as they are when asked."""

    __slots__ = ("_numbers",)

    def __init__(self, numbers: type[RoomNumbers]) -> None:
        self._numbers = numbers

    def __getattr__(self, name: str) -> Any:
        seen, value = _CURRENT.get(self._numbers.room, (None, None))
        if seen is not settings.NUMBERS:
            value = self._numbers.current()
        return getattr(value, name)


def live[Numbers: RoomNumbers](numbers: type[Numbers]) -> Numbers:
    """An object with the attributes of `numbers`, read in the settings at each use."""
    return cast("Numbers", _Live(numbers))


def numbers_of(room: str) -> RoomNumbers:
    """The numbers of a room as they are now. Raises LookupError for an unknown room."""
    if room not in _ROOMS:
        raise LookupError(f"no room has numbers under the name {room}")
    return _ROOMS[room].current()


def filled(text: str) -> str:
    """A text with its `{room.name}` as they are now. Raises LookupError, AttributeError."""
    return _NAMED.sub(lambda name: str(getattr(numbers_of(name[1]), name[2])), text)


def problems(overrides: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """What is wrong with a setting `NUMBERS`: unknown rooms, unknown names, wrong types."""
    found = []
    for room, values in overrides.items():
        numbers = _ROOMS.get(room)
        if numbers is None:
            found.append(f"NUMBERS: no room is called {room}")
            continue
        known = {one.name: one for one in fields(numbers)}
        for name, value in values.items():
            if name not in known:
                found.append(f"NUMBERS: {room} has no number called {name}")
            elif not _is_like(value, known[name].default):
                found.append(f"NUMBERS: {room}.{name} is not like {known[name].default!r}")
            elif value < (least := known[name].metadata.get(LEAST, value)):
                found.append(f"NUMBERS: {room}.{name} is {least} at least")
    return found


def _is_like(value: object, default: object) -> bool:
    if isinstance(default, float):
        return isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(default, tuple):
        return isinstance(value, tuple | list)
    return type(value) is type(default)


def decimal_words(value: Decimal) -> str:
    """As people write it, without a 0 at its end: « 12,5 », « 100 »."""
    return f"{value.normalize():f}".replace(".", ",")


def grouped(value: float | Decimal) -> str:
    """Its thousands apart, and a decimal comma: « 12 345,5 »."""
    return f"{value:,}".replace(",", NBSP).replace(".", ",")


def quantity(count: float, unit: str) -> str:
    """A number and its word as people write them: « 1 jour », « 14 jours », « 10 000 m ».

    `unit` is the singular; a sign (m, kW, %), or a word in s or x, has no plural of its own.
    """
    is_word = (len(unit) > 2 or unit == "an") and unit[-1] not in "sx"
    return f"{grouped(count)}{NBSP}{unit}{'s' if is_word and abs(count) >= 2 else ''}"
