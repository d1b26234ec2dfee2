"""Following a network and no longer; telling those who follow it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import shapely
from django.db import transaction
from django.utils import timezone

from ambassadeurs.reseaux.address_test.eligibility import about, close_limits
from ambassadeurs.reseaux.enums import ReseauStatus
from ambassadeurs.reseaux.geometry import to_lambert, whole_metres
from ambassadeurs.reseaux.models import Reseau, Trace
from communaute.comptes.models import User
from communaute.notifications.catalogue import Channel, Kind
from communaute.notifications.services import tell, tell_each
from socle.errors import Refused
from socle.hooks import hooked

from ..numbers import FOLLOW_NUMBERS
from .models import NetworkFollow


class FollowRefused(Refused):
    """More networks than one may follow."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"Vous suivez déjà {most} réseaux : c’est le maximum. Cessez d’en suivre un d’abord."
        )


@transaction.atomic
def set_following(
    *,
    actor: User,
    reseau: Reseau,
    follows: bool,
    place: tuple[float, float] | None = None,
) -> bool:
    """Follow a network, or stop; again changes nothing. Returns `follows`.

    `place` (longitude, latitude in degrees) is an address tested: they are told once the pipes come
    close to it. Another one replaces it; without, the one known stays, else it is that of their
    building, when they told it. Raises FollowRefused.
    """
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    mine = NetworkFollow.objects.filter(user=actor)
    if not follows:
        mine.filter(reseau=reseau).delete()
        return False
    if not mine.filter(reseau=reseau).exists() and mine.count() >= FOLLOW_NUMBERS.networks_max:
        raise FollowRefused(FOLLOW_NUMBERS.networks_max)
    row, _ = NetworkFollow.objects.get_or_create(user=actor, reseau=reseau)
    if place is None and not row.has_place:
        place = place_of(actor)
    if place is not None:
        _place(row, *to_lambert(*place))
    return True


def _place(row: NetworkFollow, x: float, y: float) -> None:
    """Keep the place, and how far the pipes are today: only what changes is told.

    Measured before the place is rounded, as the test and the building are, then kept to ten metres:
    one building reads one distance.
    """
    row.x, row.y = kept(x, y)
    row.distance_m = row.reached_at = None
    trace = Trace.objects.filter(reseau=row.reseau_id).first()
    if trace is not None:
        [distance] = _distances(trace, [(x, y)])
        row.distance_m = about(distance)
        row.reached_at = timezone.now() if distance <= close_limits(row.reseau)[1] else None
    row.save(update_fields=["x", "y", "distance_m", "reached_at"])


@transaction.atomic
def tell_followers(
    kind: str,
    *,
    reseau: Reseau,
    key: str,
    context: Mapping[str, Any],
    url: str,
    but: Iterable[int | None] = (),
) -> int:
    """Tell who follows a network, but these accounts (pks); returns how many people. The context
    gets the name and the key of the network."""
    people = User.objects.filter(network_follows__reseau=reseau, is_active=True)
    told = people.exclude(pk__in=[pk for pk in but if pk is not None]).order_by("pk")
    return tell_each(
        kind,
        to=told,
        key=key,
        url=url,
        thread=f"reseau-{reseau.pk}",
        context={"reseau": reseau.name, "reseau_pk": reseau.pk, **context},
    )


@transaction.atomic
def traces_changed(pks: set[int]) -> int:
    """Measure again the places near the networks that an import wrote; tell those to whom the
    pipes have come close. Returns how many."""
    rows = NetworkFollow.objects.with_place().filter(reseau__in=pks, reached_at=None)
    by_network: dict[int, list[NetworkFollow]] = {}
    for row in rows.select_related("user", "reseau").order_by("pk"):
        by_network.setdefault(row.reseau_id, []).append(row)
    measured: list[NetworkFollow] = []
    for trace in Trace.objects.filter(reseau__in=by_network).order_by("pk"):
        follows = by_network[trace.reseau_id]
        places = [(row.x, row.y) for row in follows if row.x is not None and row.y is not None]
        for row, distance in zip(follows, _distances(trace, places), strict=True):
            row.distance_m = distance
            if row.reseau.is_open and distance <= close_limits(row.reseau)[1]:
                row.reached_at = timezone.now()
            measured.append(row)
    NetworkFollow.objects.bulk_update(measured, ["distance_m", "reached_at"], batch_size=500)
    reached = [row for row in measured if row.reached_at is not None]
    for row in reached:
        _tell_close(row)
    return len(reached)


def _distances(trace: Trace, places: list[tuple[float, float]]) -> list[int]:
    """Straight lines to the pipes (Lambert-93), in whole metres as the address test rounds them."""
    pipes = shapely.from_wkb(bytes(trace.wkb))
    points = [shapely.Point(x, y) for x, y in places]
    return [whole_metres(float(shapely.distance(pipes, point))) for point in points]


def _tell_close(row: NetworkFollow) -> None:
    """Tell somebody that the pipes of a network have come close to their address."""
    tell(
        "reseau_subscriptions.network_close",
        to=row.user,
        key=f"suivi-proche-{row.pk}",
        url=row.reseau.get_absolute_url(),
        thread=f"reseau-{row.reseau_id}",
        context={
            "reseau": row.reseau.name,
            "reseau_pk": row.reseau_id,
            "follow": row.pk,
            "distance_m": row.distance_m,
            "planned": _is_planned(row),
        },
    )


def is_close(context: Mapping[str, Any]) -> bool:
    """Whether the pipes pass close to the address, as both are now. A mail planned before its
    context named the row stays true."""
    if "follow" not in context:
        return True
    found = _measured(context)
    if found is None or not found[0].reseau.is_open:
        return False
    return found[1] <= close_limits(found[0].reseau)[1]


def as_close_as_now(context: Mapping[str, Any]) -> Mapping[str, Any]:
    """How far they pass, or will, and the name of the network."""
    found = _measured(context) if "follow" in context else None
    if found is None:
        return {}
    row, distance = found
    return {"reseau": row.reseau.name, "distance_m": distance, "planned": _is_planned(row)}


def _is_planned(row: NetworkFollow) -> bool:
    """Whether the pipes are not there yet."""
    return row.reseau.status == ReseauStatus.EN_CONSTRUCTION


def _measured(context: Mapping[str, Any]) -> tuple[NetworkFollow, int] | None:
    """The row told of, and how far the pipes are from its place; None without place or pipes."""
    rows = NetworkFollow.objects.with_place().select_related("reseau")
    row = rows.filter(pk=context["follow"]).first()
    trace = Trace.objects.filter(reseau=row.reseau_id).first() if row is not None else None
    if row is None or row.x is None or row.y is None or trace is None:
        return None
    return row, _distances(trace, [(row.x, row.y)])[0]


# (longitude, latitude) in degrees; None when it is not known.
type LambertPoint = tuple[float, float] | None


def kept(x: float, y: float) -> tuple[float, float]:
    """A place as it is kept (Lambert-93, metres)."""
    step = FOLLOW_NUMBERS.round_m
    return round(x / step) * step, round(y / step) * step


def place_of(user: User) -> LambertPoint:
    """The place that the first who knows tells."""
    return next(
        (place for knows in hooked("reseaux.place_of_user") if (place := knows(user)) is not None),
        None,
    )


FOLLOWERS = "Les personnes qui suivent le réseau."
Check = Callable[[Mapping[str, Any]], bool]
Fresh = Callable[[Mapping[str, Any]], Mapping[str, Any]]


def is_still_followed(person: User, context: Mapping[str, Any]) -> bool:
    """Whether this person still follows the network that the context names."""
    return NetworkFollow.objects.filter(user=person, reseau=context["reseau_pk"]).exists()


def kind(
    name: str, *, label: str, when: str, still: Check | None = None, current: Fresh | None = None
) -> Kind:
    """A kind told to those who follow a network while they do, and while `still` says so; `current`
    gives what changed of it since."""
    return Kind(
        key=f"reseau_subscriptions.{name}",
        label=label,
        who=FOLLOWERS,
        when=when,
        channel=Channel.DAILY,
        still_true=still,
        visible_to=is_still_followed,
        current=current,
    )


KINDS = (
    kind(
        "network_close",
        label="Le réseau que vous suivez arrive près de votre adresse",
        when="Quand un nouveau tracé passe assez près de l’adresse testée, une fois.",
        still=is_close,
        current=as_close_as_now,
    ),
)
