"""The badge of a public ambassador, shown beside the name of its author everywhere."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from communaute.comptes.badges import Badge
from socle.sharing.prepared import MANY, Prepared

from ..models import Ambassadeur


def ambassador_badges(user_ids: set[int]) -> dict[int, list[Badge]]:
    """Badges of the public mandates of these people, in one query."""
    badges: dict[int, list[Badge]] = {}
    for user_id, residence in _RESIDENCES.rows(timezone.now(), user_ids):
        badges.setdefault(user_id, []).append(
            Badge(
                label=f"Ambassadeur · {residence}",
                kind="ambassadeur",
                icon="fr-icon-community-fill",
            )
        )
    return badges


def _residences(now: datetime, user_ids: list[int]) -> QuerySet[Ambassadeur, tuple[int, str]]:
    mandates = Ambassadeur.objects.public(now).filter(user__in=user_ids)
    return mandates.order_by("pk").values_list("user_id", "copropriete__name")


_RESIDENCES = Prepared(_residences, datetime, MANY)
