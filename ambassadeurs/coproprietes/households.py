"""Who lives together and where: whoever takes part in a building or speaks for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from communaute.comptes.badges import Badge
from communaute.moderation.report_rules import Households

from .models import Ambassadeur, Copropriete, CoproprieteMember

if TYPE_CHECKING:
    from communaute.comptes.models import User

_LINKS = (CoproprieteMember, Ambassadeur)


def buildings_of(accounts: Collection[int]) -> dict[int, frozenset[int]]:
    """The buildings of each account, by their keys (2 queries)."""
    found: dict[int, set[int]] = defaultdict(set)
    for model in _LINKS:
        rows = model._default_manager.filter(user__in=accounts)
        for account, building in rows.values_list("user", "copropriete"):
            found[account].add(building)
    return {account: frozenset(buildings) for account, buildings in found.items()}


def neighbours_of(account: int) -> frozenset[int]:
    """Those who share a building with this account, itself apart (4 queries)."""
    buildings = buildings_of([account]).get(account, frozenset())
    if not buildings:
        return frozenset()
    people: set[int] = set()
    for model in _LINKS:
        rows = model._default_manager.filter(copropriete__in=buildings)
        people |= set(rows.values_list("user", flat=True))
    return frozenset(people - {account})


def place_of_building(user: User) -> tuple[float, float] | None:
    """Longitude and latitude (degrees) of the first building of theirs whose place is known."""
    placed = Copropriete.objects.of_member(user).exclude(latitude=None).exclude(longitude=None)
    found = placed.order_by("pk").values_list("longitude", "latitude").first()
    return (found[0], found[1]) if found else None


HOUSEHOLDS = Households(buildings_of, neighbours_of)


def _residences(now: datetime, people: list[int]) -> Any:
    mandates = Ambassadeur.objects.public(now).filter(user__in=people).order_by("pk")
    return mandates.values_list("user_id", "copropriete__name")


def ambassador_badges(user_ids: set[int]) -> dict[int, list[Badge]]:
    """Badges of the public mandates of these people, in one query."""
    badges: dict[int, list[Badge]] = {}
    for user_id, residence in _residences(timezone.now(), user_ids):
        badge = Badge(f"Ambassadeur · {residence}", "ambassadeur", "fr-icon-community-fill")
        badges.setdefault(user_id, []).append(badge)
    return badges
