"""Which ambassadors to propose for a building: a sum of named points, and its reasons in words.

Points are those of `likeness`, divided by the load. All is scored in the database; only the few
that are shown become objects. At most five queries, whatever the number of ambassadors.
"""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import F, FloatField, Max, Min, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from ambassadeurs.coproprietes.likeness import (
    BuildingProfile,
    around,
    most_points,
    points,
    reasons_of,
)
from ambassadeurs.coproprietes.models import (
    Ambassadeur,
    Copropriete,
    CoproprieteMember,
    RetourExperience,
)
from ambassadeurs.coproprietes.querysets import AmbassadeurQuerySet
from ambassadeurs.reseaux.models import Reseau
from communaute.comptes.models import User
from communaute.territoires.models import Commune

# How many of those that are far away and of another network are compared each day.
FAR_POOL = 300
# Two ambassadors of one building are one proposal: read some more to fill the list.
SPARE = 4
_PRIME = 1_000_003


@dataclass(frozen=True)
class Match:
    """One proposal. `score` is in points, divided by the load; `reasons` are shown as they are."""

    ambassadeur: Ambassadeur
    copropriete: Copropriete
    score: float
    reasons: list[str]


def for_copropriete(copropriete: Copropriete, **options: Any) -> list[Match]:
    """The ambassadors for a building that thinks of it; never its own.

    `options` are those of `match_ambassadeurs` (`exclude_user`, `visits`, `limit`, `day`).
    """
    return match_ambassadeurs(
        exclude_copropriete=copropriete,
        **profile_facts(copropriete),
        **options,
    )


def profile_facts(copropriete: Copropriete) -> dict[str, Any]:
    """The facts of a building that are compared; without network of its own, the nearest.

    Without exact point, its place is its commune.
    """
    return {
        "reseau": copropriete.reseau or copropriete.nearest_reseau,
        "longitude": copropriete.longitude,
        "latitude": copropriete.latitude,
        "commune": copropriete.commune,
        "lots": copropriete.lots,
        "period": copropriete.period,
        "energy": copropriete.energy_before,
        "heating_mode": copropriete.heating_mode,
    }


def match_ambassadeurs(
    *,
    reseau: Reseau | None = None,
    longitude: float | None = None,
    latitude: float | None = None,
    commune: Commune | None = None,
    lots: int | None = None,
    period: str = "",
    energy: str = "",
    heating_mode: str = "",
    exclude_user: User | None = None,
    exclude_copropriete: Copropriete | None = None,
    exclude_people: Collection[int] = (),
    visits: bool = False,
    with_sheet: bool = False,
    near_only: bool = False,
    limit: int = 6,
    day: date | None = None,
) -> list[Match]:
    """The best ambassadors that may be written to now, at most one per building, best first.

    score = (same network 50 + distance 20 at 0 m to 0 at 5 km + lots from half to twice 15 + same
    period 10 + same former energy 10 + same heating mode 5 + what they tell and how they answer 20
    at most, verified figures 5 of them) ÷ load, where load = 1 + open requests: who already
    answers one counts for half.

    Equal scores turn each day, the same order for everybody that day (`day`, today by default).
    Never: paused, full, expired, unverified or unconnected ones; nor `exclude_user`, nor anybody
    of a building they belong to; nor `exclude_copropriete`, nor the accounts `exclude_people`
    (keys). `visits` keeps those who take visits, `with_sheet` those whose sheet is published,
    `near_only` those of the network, within 5 km or of the commune, while one of them is known.
    Without point, distances start from the centre of `commune`, and are not told.

    All those of the network, within 5 km or of the commune are compared. Farther ones complete the
    list: beyond FAR_POOL ambassadors in France, an equal share of them each day, each in turn.
    """
    profile = BuildingProfile(
        reseau=reseau,
        longitude=longitude,
        latitude=latitude,
        commune=commune,
        lots=lots,
        period=period,
        energy=energy,
        heating_mode=heating_mode,
    )
    day = day or timezone.localdate()
    people = _eligible(exclude_user, exclude_copropriete, visits=visits)
    if exclude_people:
        people = people.exclude(user__in=exclude_people)
    if with_sheet:
        people = with_published_sheet(people)
    best: list[tuple[int, int, float]] = []
    for tier, next_points in _tiers(people, profile, day, near_only=near_only):
        best += _first(_scored(tier, profile, day), limit)
        best = sorted(best, key=lambda row: -row[2])[:limit]
        if len(best) == limit and best[-1][2] >= next_points:
            break
    return _matches(best, profile)


def _eligible(
    user: User | None, copropriete: Copropriete | None, *, visits: bool
) -> AmbassadeurQuerySet:
    people = Ambassadeur.objects.contactable()
    if user is not None and user.pk is not None:
        member = CoproprieteMember.objects.filter(user=user).values("copropriete")
        speaks = Ambassadeur.objects.filter(user=user).values("copropriete")
        people = people.exclude(user=user).exclude(
            Q(copropriete__in=member) | Q(copropriete__in=speaks)
        )
    if copropriete is not None:
        people = people.exclude(copropriete=copropriete)
    return people.filter(takes_visits=True) if visits else people


def with_published_sheet(people: AmbassadeurQuerySet) -> AmbassadeurQuerySet:
    """Those among them whose copropriété tells its experience."""
    sheets = RetourExperience.objects.published().values("copropriete")
    return people.filter(copropriete__in=sheets)


def _tiers(
    people: AmbassadeurQuerySet, profile: BuildingProfile, day: date, *, near_only: bool
) -> Iterator[tuple[AmbassadeurQuerySet, float]]:
    """The network's own, those of the commune when nothing else is known, those within 5 km, then
    the others: one index each.

    With each, the most points that one of the next may have.
    """
    rest = people
    others = replace(profile, reseau=None)
    if profile.reseau is not None:
        own = Q(copropriete__reseau=profile.reseau)
        yield rest.filter(own), most_points(others)
        rest = rest.exclude(own)
    if profile.place is not None and profile == BuildingProfile(commune=profile.commune):
        # Nothing but the distance and what they tell to compare: those who tell all end the search.
        here = Q(copropriete__commune=profile.commune)
        yield rest.filter(here), most_points(others)
        rest = rest.exclude(here)
    if profile.place is not None:
        near = around(profile.place, profile.commune, "copropriete__")
        yield (
            rest.filter(near),
            most_points(replace(others, longitude=None, latitude=None, commune=None)),
        )
        rest = rest.exclude(near)
    is_placed = profile.reseau is not None or profile.place is not None
    if not (near_only and is_placed):
        yield _share_of_the_day(rest, day), 0.0


def _scored(people: QuerySet, profile: BuildingProfile, day: date) -> QuerySet:
    """Rows (ambassador, building, score), best first; equal scores in the order of the day."""
    score = Cast(points(profile, "copropriete__"), FloatField()) / (1.0 + F("open_demandes"))
    return (
        people.annotate(match_score=score)
        .order_by("-match_score", _turn(day), "pk")
        .values_list("pk", "copropriete_id", "match_score")
    )


def _turn(day: date) -> Any:
    """A shuffle of the keys seeded by the day: multiplication modulo a prime repeats none."""
    return F("pk") * _seed(day) % _PRIME


def _seed(day: date) -> int:
    digest = hashlib.sha256(day.isoformat().encode()).digest()
    return 1 + int.from_bytes(digest[:8]) % (_PRIME - 1)


def _share_of_the_day(people: AmbassadeurQuerySet, day: date) -> AmbassadeurQuerySet:
    """All of them up to FAR_POOL; beyond, a range of keys, another one each day."""
    keys = Ambassadeur.objects.aggregate(first=Min("pk"), last=Max("pk"))
    if keys["first"] is None:
        return people.none()
    shares = -(-(keys["last"] - keys["first"] + 1) // FAR_POOL)
    if shares <= 1:
        return people
    start = keys["first"] + day.toordinal() % shares * FAR_POOL
    return people.filter(pk__gte=start, pk__lt=start + FAR_POOL)


def _first(rows: QuerySet, limit: int) -> list[tuple[int, int, float]]:
    """The best of each building, `limit` at most."""
    seen: set[int] = set()
    best = []
    for row in rows[: limit * SPARE]:
        if row[1] not in seen:
            seen.add(row[1])
            best.append(row)
    return best[:limit]


def _matches(best: list[tuple[int, int, float]], profile: BuildingProfile) -> list[Match]:
    loaded = {
        one.pk: one
        for one in Ambassadeur.objects.filter(pk__in=[pk for pk, _, _ in best])
        .select_related("user", "copropriete__reseau", "copropriete__commune")
        .defer("copropriete__address", "copropriete__latitude", "copropriete__longitude")
    }
    matches = []
    for pk, _, score in best:
        ambassadeur = loaded[pk]
        building = ambassadeur.copropriete
        reasons = reasons_of(building, profile)
        matches.append(Match(ambassadeur, building, score, reasons))
    return matches
