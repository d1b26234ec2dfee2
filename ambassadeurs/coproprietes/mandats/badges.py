"""The badge of a public ambassador, shown beside the name of its author everywhere."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from communaute.comptes.badges import Badge

from ..models import Ambassadeur


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
