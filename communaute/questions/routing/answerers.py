"""Who may answer a question: rooms above propose people.

A source is registered in the `AppConfig.ready` of its room.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

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


# (question, keys of people to leave out, how many at most) → the best first.
PeopleSource = Callable[["Question", Collection[int], int], list[Candidate]]

_people: list[PeopleSource] = []


def register_people(source: PeopleSource) -> None:
    """Add one; registering the same one twice changes nothing."""
    if source not in _people:
        _people.append(source)


def best_people(question: Question, *, without: Collection[int], limit: int) -> list[Candidate]:
    """The best matched people, each once, `limit` at most."""
    found: dict[int, Candidate] = {}
    for source in _people:
        for candidate in source(question, without, limit):
            found.setdefault(candidate.user.pk, candidate)
    return list(found.values())[:limit]
