"""What those who follow a network are told of its visits."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from ambassadeurs.demandes.perms import people_apart
from ambassadeurs.reseaux.subscriptions.services import kind, tell_followers

from .models import Visit
from .perms import may_host


def has_places(context: Mapping[str, Any]) -> bool:
    """Whether one may still book: to come, not cancelled, not full, its host there."""
    now = timezone.now()
    rows = Visit.objects.bookable(now).with_free_places().filter(pk=context["visit_pk"])
    visit = rows.select_related("ambassadeur__user", "ambassadeur__copropriete").first()
    return visit is not None and may_host(visit.host, now)


def when_now(context: Mapping[str, Any]) -> dict[str, Any]:
    """Its day, moved perhaps since it was told."""
    return {
        "starts_at": Visit.objects.values_list("starts_at", flat=True).get(pk=context["visit_pk"])
    }


VISIT_OPEN = kind(
    "visit_open",
    label="Une visite sur un réseau que vous suivez",
    when="Quand un ambassadeur propose une date, s’il reste des places ce matin-là.",
    still=has_places,
    current=when_now,
)


def announce_to_followers(visit: Visit, *, but: Iterable[int | None]) -> None:
    """Tell those who follow the network of the host of a new visit, but those told otherwise, and
    those who could not book: one of the two blocked the other."""
    copropriete = visit.host.copropriete
    if copropriete.reseau is None:
        return
    tell_followers(
        VISIT_OPEN.key,
        reseau=copropriete.reseau,
        key=f"suivi-visite-{visit.pk}",
        url=visit.get_absolute_url(),
        context={
            "visit_pk": visit.pk,
            "person": visit.host.first_name,
            "residence": copropriete.name,
            "starts_at": visit.starts_at,
        },
        but=[visit.host.user_id, *people_apart(visit.host.user), *but],
    )
