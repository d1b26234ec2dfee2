"""Who may answer a question: rooms above propose people."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from socle.hooks import hooked

if TYPE_CHECKING:
    from communaute.comptes.models import User
    from communaute.questions.models import Question


@dataclass(frozen=True)
class Candidate:
    """Somebody who may answer; `why` is shown as it is (« même réseau, 62 lots contre 58 »).

    `of` is how the site names them to others (« Monique, Les Tilleuls »): never the name they sign
    with elsewhere.
    """

    user: User
    of: str
    why: str


def best_people(question: Question, *, without: Collection[int], limit: int) -> list[Candidate]:
    """The best matched people, each once, `limit` at most; `without`: accounts (pks) left out."""
    found: dict[int, Candidate] = {}
    for source in hooked("questions.answerers"):
        for candidate in source(question, without, limit):
            found.setdefault(candidate.user.pk, candidate)
    return list(found.values())[:limit]
