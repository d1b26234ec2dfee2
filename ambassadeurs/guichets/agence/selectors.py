"""The lists of an agency's desk, of its territory."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.utils import timezone

from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.numbers import NUMBERS
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.perms import agency_coverages, is_national_team, organisations_of
from communaute.comptes.territories import covered_by, inside

from ..lines import kept_count
from . import desk

PAGE_SIZE = 20
SHOWN = 20
PLACE = "copropriete__commune"


class Counts(NamedTuple):
    """How many demandes of advice are open, and to come back to today or before."""

    open: int
    to_come_back: int


def around(user: Any, now: datetime) -> dict[str, list[Any]]:
    """What goes on in the territories of this person's agencies: mandates to decide, demandes that
    nobody answers, visits, and ambassadors to call, each with why (4 queries, none nowhere)."""
    here = covered_by(agency_coverages(user))
    decided = None if is_national_team(user) else here
    soon = now + timedelta(days=desk.EXPIRY_NOTICE_DAYS)
    pending = list(desk.pending(decided, user.pk)[:SHOWN]) if decided != () else []
    if not here:
        return {"pending": pending, "unanswered": [], "visits": [], "idle": []}
    since = now - timedelta(days=NUMBERS.agency_alert_days)
    theirs = inside(here, f"ambassadeur__{PLACE}")
    unanswered = list(desk.unanswered(theirs, since)[:SHOWN])
    idle = desk.idle(inside(here, PLACE), now, timezone.localdate(now), soon)
    # Each is to be written to once.
    idle = idle.exclude(pk__in=[one.ambassadeur_id for one in unanswered])[:SHOWN]
    return {
        "pending": pending,
        "unanswered": unanswered,
        "visits": list(desk.visits_with_adviser(theirs, now)[:SHOWN]),
        "idle": [(one, desk.why_idle(one, now)) for one in idle],
    }


def first_page(user: object) -> list[Demande]:
    """The first page of the demandes of advice that are open, as `KeysFirstPaginator` reads them
    (1 query)."""
    mine = Demande.objects.at_desks(agencies=_agencies(user))
    keys = desk.advice_of(mine, {}).values("pk")[:PAGE_SIZE]
    return list(desk.for_desk(desk.advice_of(Demande.objects.filter(pk__in=keys), {})))


def counts(user: object, today: date) -> Counts:
    """Of the demandes of advice that are open, kept (1 query, 3 to count them again)."""
    agencies = _agencies(user)
    return kept_count(
        "advice",
        agencies,
        lambda: Counts(
            Demande.objects.at_desks(agencies=agencies).open().count(),
            Demande.objects.at_desks(agencies=agencies).to_come_back(today).count(),
        ),
    )


def _agencies(user: object) -> list[int]:
    return [one.pk for one in organisations_of(user, OrganisationKind.AGENCE)]
