"""What is found: each room registers its own, when the service starts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from socle.hooks import hooked

from .enums import Kind

# Room for a thousand billion things of one source; its number comes above.
SHIFT = 40


@dataclass(frozen=True, slots=True)
class Row:
    """One thing as the index keeps it. Everything in it is public.

    `lead` tells what it is about without being its title (tags, headings, commune); `text` is
    what a search reads and quotes. `useful` counts people.
    """

    pk: int
    title: str
    url: str
    lead: str = ""
    text: str = ""
    departement: str = ""
    is_accepted: bool = False
    useful: int = 0
    happened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A family of things. `number` never changes once the service is deployed: it begins the keys
    of its rows.

    `rows(pks)` gives those of `pks` that anybody may see, and no other; `pks()` gives all that
    anybody may see, in rising order. `is_from_code`: few, and changed by a new version too.
    """

    key: str
    number: int
    kind: Kind
    rows: Callable[[Sequence[int]], Iterable[Row]] = field(repr=False)
    pks: Callable[[], Iterable[int]] = field(repr=False)
    is_from_code: bool = False

    def document(self, pk: int) -> int:
        """The key in the index of the thing `pk`."""
        return (self.number << SHIFT) + pk

    @property
    def span(self) -> tuple[int, int]:
        """First and last keys that this source may use."""
        return self.number << SHIFT, ((self.number + 1) << SHIFT) - 1


_sources: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Add a source, or replace the one of the same key. Raises ValueError for a number taken."""
    taken = {other.number: key for key, other in _sources.items() if key != source.key}
    if source.number in taken:
        raise ValueError(f"number {source.number} is that of {taken[source.number]}")
    _sources[source.key] = source


def registered() -> list[Source]:
    """Every source, in the order of their numbers."""
    return sorted(_sources.values(), key=lambda source: source.number)


def source_of(key: str) -> Source:
    """The source of a key. Raises KeyError."""
    return _sources[key]


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A line that answers at once. `address`, when there is one, is sent by a form to `url`: it
    never stands in a link."""

    title: str
    url: str
    text: str = ""
    address: str = ""
    departement: str = ""
    # Why it is proposed, when editors chose it.
    label: str = ""


def shortcuts(query: str) -> list[Shortcut]:
    """What every room proposes for this query: what editors chose, then in the order of
    the hooks."""
    proposed = [found for finder in hooked("search.shortcuts") for found in finder(query)]
    return sorted(proposed, key=lambda found: not found.label)
