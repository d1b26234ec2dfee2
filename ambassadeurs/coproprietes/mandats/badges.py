"""The badge of a public ambassador, shown beside the name of its author everywhere."""

from communaute.comptes.badges import Badge

from ..models import Ambassadeur


def ambassador_badges(user_ids: set[int]) -> dict[int, list[Badge]]:
    """Badges of the public mandates of these people, in one query."""
    badges: dict[int, list[Badge]] = {}
    rows = (
        Ambassadeur.objects.public()
        .filter(user_id__in=user_ids)
        .order_by("pk")
        .values_list("user_id", "copropriete__name")
    )
    for user_id, residence in rows:
        badges.setdefault(user_id, []).append(
            Badge(
                label=f"Ambassadeur · {residence}",
                kind="ambassadeur",
                icon="fr-icon-community-fill",
            )
        )
    return badges
