"""The index of spaces: looking for one by its name, a commune, a postcode."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communaute.questions.enums import SpaceKind
from communaute.questions.models import Space
from communaute.questions.numbers import NUMBERS
from communaute.territoires.models import Commune
from socle.words import normalise

if TYPE_CHECKING:
    from communaute.territoires.models import Departement


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
            spaces = list(Space.objects.nationwide().for_list())
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
