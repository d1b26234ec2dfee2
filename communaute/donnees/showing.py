"""What the service holds of one person, as the pages show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from communaute.comptes.personal_data_registry import Consent, Held, Room, rooms
from communaute.comptes.personal_data_registry.reading import (
    counts_of,
    is_of_accounts,
    lines_of,
    rows_of,
    shown,
)

if TYPE_CHECKING:
    from django.db.models import Model

    from communaute.comptes.models import User

FIRST: Final = 3


@dataclass(frozen=True)
class Part:
    """One kind of thing held: how many, and the first ones as words → values."""

    held: Held
    count: int
    first: list[dict[str, Any]]

    @property
    def more(self) -> bool:
        return self.count > len(self.first)


@dataclass(frozen=True)
class Agreement:
    """One agreement: what to, when, taken back when, and where one takes it back."""

    title: str
    wording: str
    given: bool
    at: datetime | None
    withdrawn_at: datetime | None
    how: str
    url: str


def parts_of(person: User) -> list[tuple[Room, list[Part]]]:
    """All that is held of this person, room by room; what is not there is left out."""
    counts = counts_of(person)
    found = []
    for room in rooms():
        parts = [
            Part(one, counts[one.key], first_lines(one, person))
            for one in room.held
            if is_of_accounts(one) and counts[one.key]
        ]
        if parts:
            found.append((room, parts))
    return found


def first_lines(one: Held, person: User) -> list[dict[str, Any]]:
    return list(lines_of(one, rows_of(one, person)[:FIRST], person))


def agreements_of(person: User, found: Iterable[tuple[Room, list[Part]]]) -> list[Agreement]:
    """What this person agreed to, last first in each kind; one query for each kind there is."""
    return [
        _agreement(part.held, part.held.consent, row)
        for _, parts in found
        for part in parts
        if part.held.consent
        for row in rows_of(part.held, person).filter(**{f"{part.held.consent.when}__isnull": False})
    ]


def _agreement(one: Held, told: Consent, row: Model) -> Agreement:
    own_page = getattr(row, "get_absolute_url", None)
    return Agreement(
        title=one.title,
        wording=str(shown(row, told.wording) or ""),
        given=shown(row, told.asked) != "non" if told.asked else True,
        at=shown(row, told.when),
        withdrawn_at=shown(row, told.withdrawn) if told.withdrawn else None,
        how=told.how,
        url=own_page() if told.page == "row" and own_page else told.page,
    )
