"""The kinds of things shown beside a guide, which rooms above describe."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from socle.hooks import hooked


@dataclass(frozen=True, slots=True)
class Thing:
    """What an editor reads of a thing that all may see: its title, where it is from, its page."""

    title: str
    detail: str
    address: str


@dataclass(frozen=True, slots=True)
class Kind:
    """`source`: their name in the index (`socle.search`). `view`: the name of the address of one,
    which holds its `pk`. `label`: one of them, in a word. `public(keys)`: those of these keys that
    anybody may see now, in one query. `latest(number)`: keys of the last ones, public or not.
    """

    source: str
    view: str
    label: str
    public: Callable[[Sequence[int]], dict[int, Thing]] = field(repr=False)
    latest: Callable[[int], list[int]] = field(repr=False)

    def is_public(self, key: int) -> bool:
        return key in self.public([key])


def all_kinds() -> list[Kind]:
    kinds = [kind for group in hooked("cms.related_kinds") for kind in group]
    return sorted(kinds, key=lambda kind: kind.source)


def kind_at(view: str) -> Kind | None:
    """The kind whose things are at the addresses of this name."""
    return next((kind for kind in all_kinds() if kind.view == view), None)
