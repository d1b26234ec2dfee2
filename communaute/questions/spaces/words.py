"""By what words a space is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socle.words import normalise

if TYPE_CHECKING:
    from communaute.territoires.models import Commune, Departement


def words_of_space(title: str, commune: Commune | None, departement: Departement | None) -> str:
    """Its title, its commune with its postcodes, its département; normalised."""
    parts = [title]
    if commune:
        parts += [commune.name, commune.postcodes]
    if departement:
        parts += [departement.name, departement.code]
    return normalise(" ".join(parts))
