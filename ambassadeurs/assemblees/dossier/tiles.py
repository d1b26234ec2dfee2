"""The papers of an assembly in five tiles, each ready or with what it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from socle.numbers import quantity

from ..errors import IndividualHeating
from .papers import LIVE, papers_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..models import Assemblee, Dossier
    from .numbers import Numbers
    from .papers import Paper


@dataclass(frozen=True, slots=True)
class Tile:
    """`missing`: labels of what its papers lack; without any, it is ready."""

    key: str
    title: str
    papers: list[Paper]
    missing: tuple[str, ...]


TILES = {
    "dates": ("Dates", ("invitation", "absents", "comptage")),
    "resolutions": ("Résolutions", ("lettre", "resolutions", "annexes")),
    "couts": ("Coûts", ("page", "comparaison")),
    "temoignage": ("Témoignage", ("temoignage",)),
    "questions": ("Questions", ("questions",)),
}


def tiles_for(assemblee: Assemblee, kept: Dossier | None, numbers: Numbers) -> list[Tile] | None:
    """The tiles of this assembly as they stand; None where nothing is drafted, for individual
    heating."""
    try:
        papers = papers_of(assemblee, numbers)
    except IndividualHeating:
        return None
    unanswered = assemblee.asked.filter(answer="").count()
    return tiles_of(papers, unanswered=unanswered, is_sent=bool(kept and kept.sent_on))


def tiles_of(papers: Sequence[Paper], *, unanswered: int, is_sent: bool) -> list[Tile]:
    """`unanswered`: questions of members without an answer yet. What was sent lacks nothing."""
    by_key = {one.key: one for one in papers}
    tiles = []
    for key, (title, keys) in TILES.items():
        held = [by_key[one] for one in keys]
        lacking = [one for one in held if one.key in LIVE or not is_sent]
        missing = dict.fromkeys(label for one in lacking for label in one.missing)
        if key == "questions" and unanswered:
            missing[f"{quantity(unanswered, 'réponse')} à vos questions"] = None
        tiles.append(Tile(key, title, held, tuple(missing)))
    return tiles
