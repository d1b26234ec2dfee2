"""The sections of the home page, in the runs that are laid out together."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from wagtail.blocks import StreamValue

# What each reader gets made: the test says what was just done, questions come as they are asked.
MADE_EACH_TIME = {"address", "questions"}


@dataclass(frozen=True, slots=True)
class Section:
    """A block at its place; one section in two stands on another ground, but the first."""

    body: StreamValue
    position: int

    @property
    def block(self) -> Any:
        """Read when it is laid out only: what is kept costs nothing."""
        return self.body[self.position]

    @property
    def alternate(self) -> str:
        return "1" if self.position and self.position % 2 == 0 else ""


@dataclass(frozen=True, slots=True)
class Run:
    """Sections that follow one another; `is_for_all`: all their readers read the same."""

    is_for_all: bool
    sections: list[Section]

    @property
    def key(self) -> str:
        return str(self.sections[0].position)


def runs(body: StreamValue) -> list[Run]:
    """The sections of a page, in order."""
    kinds = [one["type"] for one in body.raw_data]
    by_kind = groupby(range(len(kinds)), lambda position: kinds[position] not in MADE_EACH_TIME)
    return [
        Run(is_for_all, [Section(body, position) for position in found])
        for is_for_all, found in by_kind
    ]
