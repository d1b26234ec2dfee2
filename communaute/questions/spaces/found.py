"""What the search finds among spaces: all are public."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from communaute.questions.enums import SpaceKind
from communaute.questions.models import Space
from socle.search.enums import Kind
from socle.search.indexing import index
from socle.search.sources import Row, Source

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
        commune=space.commune_id or "",
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
