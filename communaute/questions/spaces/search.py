"""The index of spaces: one found by its name, a commune, a postcode; all are in the search."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from communaute.questions.enums import SpaceKind
from communaute.questions.models import Space
from communaute.questions.numbers import NUMBERS
from communaute.territoires.models import Commune, Departement
from socle.search.enums import Kind
from socle.search.indexer import index
from socle.search.sources import Row, Source
from socle.words import normalise


@dataclass(frozen=True)
class Group:
    """The spaces of one kind; `has_more` when some are not shown."""

    kind: SpaceKind
    spaces: list[Space]
    has_more: bool


def liveliest_spaces() -> list[Group]:
    """The national space with the themes, then the liveliest territories and networks."""
    shown = NUMBERS.spaces_shown
    groups = []
    for kind in (SpaceKind.THEME, SpaceKind.TERRITORY, SpaceKind.NETWORK):
        if kind is SpaceKind.THEME:
            kinds = (SpaceKind.NATIONAL, SpaceKind.THEME)
            spaces = list(Space.objects.filter(kind__in=kinds).for_list())
        else:
            rows = Space.objects.filter(kind=kind)
            # All départements have one: those where nobody asked say nothing of it.
            lively = rows.filter(questions_count__gt=0) if kind is SpaceKind.TERRITORY else rows
            spaces = list(lively.for_list()[: shown + 1])
        cut = spaces if kind is SpaceKind.THEME else spaces[:shown]
        groups.append(Group(kind, cut, has_more=len(spaces) > len(cut)))
    return groups


def find_spaces(query: str) -> list[Space]:
    """Spaces with every word of the query, then those of the commune it names; `spaces_found` at
    most. Three queries."""
    words = normalise(query).split()
    if not words:
        return []
    limit = NUMBERS.spaces_found
    found = list(Space.objects.with_words(words).for_list()[:limit])
    communes = Commune.objects.candidates(query)
    if communes:
        places = {code for commune in communes for code in (commune.pk, commune.parent_id) if code}
        departements = {commune.departement_id for commune in communes}
        around = Space.objects.of_places(places, departements).for_list()
        seen = {space.pk for space in found}
        found += [space for space in around[:limit] if space.pk not in seen]
    return found[:limit]


def words_of_space(title: str, commune: Commune | None, departement: Departement | None) -> str:
    """Its title, its commune with its postcodes, its département; normalised."""
    parts = [title]
    if commune:
        parts += [commune.name, commune.postcodes]
    if departement:
        parts += [departement.name, departement.code]
    return normalise(" ".join(parts))


KEY = "espaces"
_WHAT = "espace questions réponses communauté"


def index_found(pks: Iterable[int]) -> None:
    """Bring the index up to date for these spaces; in the transaction of what changed them."""
    index(KEY, pks)


def rows(pks: Sequence[int]) -> Iterable[Row]:
    """Each space with the words of its place."""
    spaces = Space.objects.filter(pk__in=pks).order_by("pk")
    return [_row(space) for space in spaces]


def _row(space: Space) -> Row:
    usual = f"Les questions et les réponses des copropriétés : {space.title}."
    return Row(
        pk=space.pk,
        title=_title(space),
        url=space.get_absolute_url(),
        lead=f"{_WHAT} {space.search_text}",
        text=space.description or usual,
        departement=space.departement_id or "",
    )


def _title(space: Space) -> str:
    """The space of a network has its name: which of the two this is must be read at once."""
    is_of_network = space.kind == SpaceKind.NETWORK
    return f"Questions et réponses – {space.title}" if is_of_network else space.title


def _pks() -> Iterable[int]:
    return Space.objects.order_by("pk").values_list("pk", flat=True)


# Themes and territories are made by migrations: a new version of the code may bring some.
SOURCE = Source(KEY, 7, Kind.SPACE, rows, _pks, is_from_code=True)
