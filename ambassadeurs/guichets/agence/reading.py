"""The lists of an agency's desk, by queries composed once a process for a territory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.mises_en_relation.models import Demande
from ambassadeurs.mises_en_relation.numbers import NUMBERS
from ambassadeurs.visites.models import Visit
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.perms import agency_coverages, is_national_team, organisations_of
from communaute.comptes.territories import Covered, covered_by, inside
from socle.sharing.prepared import MANY, Prepared

from ..counted import kept_count
from . import desk

if TYPE_CHECKING:
    from django.db.models import QuerySet

PAGE_SIZE = 20
SHOWN = 20
PLACE = "copropriete__commune"
# Territories whose queries are kept: four each, of some ten kilobytes.
_KEPT = 200


@dataclass(frozen=True)
class Around:
    """What goes on in a territory."""

    pending: list[Ambassadeur]
    unanswered: list[Demande]
    visits: list[Visit]
    idle: list[Ambassadeur]


class Counts(NamedTuple):
    """How many demandes of advice are open, and to come back to today or before."""

    open: int
    to_come_back: int


def around(user: Any, now: datetime) -> Around:
    """What goes on in the territories of this person's agencies (4 queries, none nowhere)."""
    here = covered_by(agency_coverages(user))
    decided = None if is_national_team(user) else here
    soon = now + timedelta(days=desk.EXPIRY_NOTICE_DAYS)
    return Around(
        pending=_pending(decided).rows(user.pk) if decided != () else [],
        unanswered=_unanswered(here).rows(now - timedelta(days=NUMBERS.agency_alert_days))
        if here
        else [],
        visits=_visits(here).rows(now) if here else [],
        idle=_idle(here).rows(now, timezone.localdate(now), soon) if here else [],
    )


def first_page(user: object) -> list[Demande]:
    """The first page of the demandes of advice that are open (1 query)."""
    return _FIRST.rows(_agencies(user))


def counts(user: object, today: date) -> Counts:
    """Of the demandes of advice that are open, kept (1 query, 3 to count them again)."""
    agencies = _agencies(user)
    return kept_count(
        "advice",
        agencies,
        lambda: Counts(_OPEN.first(agencies) or 0, _TO_COME_BACK.first(agencies, today) or 0),
    )


def _agencies(user: object) -> list[int]:
    return [one.pk for one in organisations_of(user, OrganisationKind.AGENCE)]


@lru_cache(_KEPT)
def _pending(decided: tuple[Covered, ...] | None) -> Prepared[Ambassadeur]:
    return Prepared(lambda user: desk.pending(decided, user)[:SHOWN], int)


@lru_cache(_KEPT)
def _unanswered(here: tuple[Covered, ...]) -> Prepared[Demande]:
    territory = desk.in_territory(here, "ambassadeur__copropriete")
    return Prepared(lambda since: desk.unanswered(territory, since)[:SHOWN], datetime)


@lru_cache(_KEPT)
def _visits(here: tuple[Covered, ...]) -> Prepared[Visit]:
    territory = inside(here, f"ambassadeur__{PLACE}")
    return Prepared(lambda now: desk.visits_with_adviser(territory, now)[:SHOWN], datetime)


@lru_cache(_KEPT)
def _idle(here: tuple[Covered, ...]) -> Prepared[Ambassadeur]:
    def make(now: datetime, today: date, soon: datetime) -> QuerySet[Ambassadeur]:
        return desk.idle(desk.in_territory(here), now, today, soon)[:SHOWN]

    return Prepared(make, datetime, date, datetime)


def _first(agencies: list[int]) -> QuerySet[Demande]:
    """As `KeysFirstPaginator` reads them."""
    keys = desk.advice_of(Demande.objects.at_desks(agencies=agencies), {}).values("pk")
    rows = Demande.objects.filter(pk__in=keys[:PAGE_SIZE])
    return desk.for_desk(desk.advice_of(rows, {}))


def _open(agencies: list[int]) -> QuerySet[Demande, int]:
    return _counted(Demande.objects.at_desks(agencies=agencies).open())


def _to_come_back(agencies: list[int], today: date) -> QuerySet[Demande, int]:
    return _counted(Demande.objects.at_desks(agencies=agencies).to_come_back(today))


def _counted(rows: QuerySet[Demande]) -> QuerySet[Demande, int]:
    """How many; no row for none. All are of one kind."""
    counted = rows.order_by().values("kind").annotate(number=Count("pk"))
    return counted.values_list("number", flat=True)


_FIRST, _OPEN = Prepared(_first, MANY), Prepared(_open, MANY)
_TO_COME_BACK = Prepared(_to_come_back, MANY, date)
