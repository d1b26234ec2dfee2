"""The kinds of things shown beside a guide, which rooms above describe."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve

from socle.hooks import hooked
from socle.search.query_parser import read
from socle.search.ranking import rank
from socle.search.results import HALF
from socle.search.sources import SHIFT, source_of
from socle.search.words import tokens


@dataclass(frozen=True, slots=True)
class Thing:
    """What an editor reads of a thing that all may see: its title, where it is from, its page."""

    title: str
    detail: str
    address: str


@dataclass(frozen=True, slots=True)
class RelatedKind:
    """`source`: their name in the index (`socle.search`). `view`: the name of the address of one,
    which holds its `pk`. `label`: one of them, in a word. `public(keys)`: those of these keys that
    anybody may see now, in one query. `latest(number)`: keys of the last ones, public or not.
    """

    source: str
    view: str
    label: str
    public: Callable[[Sequence[int]], dict[int, Thing]] = field(repr=False)
    latest: Callable[[int], list[int]] = field(repr=False)


def all_kinds() -> list[RelatedKind]:
    kinds = [kind for group in hooked("cms.related_kinds") for kind in group]
    return sorted(kinds, key=lambda kind: kind.source)


# Of a long title, the words that are looked for.
WORDS = 6
# Of each source: what is left out or shown already leaves some.
FOUND = 20
KEPT_S = 3600


def asked(title: str, tags: Sequence[str]) -> str:
    """What is looked for, in short: another one is another subject."""
    return sha256("\x1f".join([title, *tags]).encode()).hexdigest()


def found_for(title: str, tags: Sequence[str]) -> dict[str, list[int]]:
    """{source: keys of its things, best first} of all kinds: those that hold one of
    the tags, without tags half of the words of the title. Kept an hour: who shows them reads
    again whether they are public. Otherwise five queries at most, when the index knows the words.
    """
    key = f"cms:beside-1:{asked(title, tags)}"
    return cache.get_or_set(key, lambda: find(title, tags), KEPT_S)


def find(title: str, tags: Sequence[str]) -> dict[str, list[int]]:
    """As `found_for`, looked for now."""
    query = " ".join(tags) or " ".join(token.shown for token in tokens(title)[:WORDS])
    sources = [source_of(kind.source) for kind in all_kinds()]
    ranked = rank(read(query), sources=sources, least=0 if tags else HALF)
    of = {source.number: source.key for source in sources}
    found: dict[str, list[int]] = {source.key: [] for source in sources}
    for document in ranked.of_kind(""):
        found[of[document >> SHIFT]].append(document & ((1 << SHIFT) - 1))
    return {key: keys[:FOUND] for key, keys in found.items()}


# Lines of one field: more would not be shown, and are not a choice any more.
LINES_MAX = 12
_KEY_MAX = 2**63 - 1


def chosen(text: str, source: str) -> list[int]:
    """Keys of the things of one source that a field names, in its order, each once. No query.

    A line that names nothing is passed over: the form refused it, an address may have changed.
    """
    things = [thing_at(line) for line in lines_of(text)]
    keys = [key for kind, key in filter(None, things) if kind.source == source]
    return list(dict.fromkeys(keys))


def thing_at(address: str) -> tuple[RelatedKind, int] | None:
    """What this address of our site leads to; None for anything else."""
    try:
        parts = urlsplit(address)
        match = resolve(parts.path)
    except (ValueError, Resolver404):
        return None
    if parts.netloc not in ("", urlsplit(settings.BASE_URL).netloc):
        return None
    kind = next((kind for kind in all_kinds() if kind.view == match.view_name), None)
    key = match.kwargs.get("pk")
    return (kind, key) if kind and isinstance(key, int) and 0 < key <= _KEY_MAX else None


def refuse_unreadable(text: str, *, is_shown: bool, source: str = "") -> None:
    """Raises ValidationError for a line that leads to nothing that may be shown beside a guide, or
    nothing of this source; with `is_shown`, nor to what all may see. One query a line at most."""
    lines = lines_of(text)
    if len(lines) > LINES_MAX:
        raise ValidationError(f"Gardez {LINES_MAX} adresses au plus.")
    errors = []
    for line in lines:
        thing = thing_at(line)
        if thing is None or source not in ("", thing[0].source):
            errors.append(
                f"« {line} » n’est pas l’adresse d’une question ni d’une copropriété de ce site. "
                "Retirez-la, et choisissez dans la liste."
            )
        elif is_shown and thing[1] not in thing[0].public([thing[1]]):
            errors.append(f"« {line} » n’est plus visible de tous : retirez cette ligne.")
    if errors:
        raise ValidationError(errors)


def lines_of(text: str) -> list[str]:
    """The addresses of a field, as they are."""
    return [line.strip() for line in text.splitlines() if line.strip()]
