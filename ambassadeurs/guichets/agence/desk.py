"""The agency's desk: advice asked, mandates to verify, alerts, its ambassadors."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils import timezone

from ambassadeurs.coproprietes.enums import AmbassadeurStatus
from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.coproprietes.querysets import AmbassadeurQuerySet
from ambassadeurs.demandes.enums import Kind, State
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.querysets import AGENCY_TURN, CLOCK_FROM, DemandeQuerySet
from ambassadeurs.visites.models import Visit
from ambassadeurs.visites.querysets import VisitQuerySet
from communaute.comptes.territories import Covered, inside
from socle.calendar import date_format

from ..forms import NOBODY, TO_COME_BACK
from ..lines import SAID

EXPIRY_NOTICE_DAYS: Final = 60
DAY: Final = "j F Y"


def advice_of(rows: DemandeQuerySet, filters: dict[str, Any]) -> DemandeQuerySet:
    """Those who wait first, oldest first; what is closed only when asked for, the latest first;
    what is to come back to by its day.

    `filters`: cleaned fields of `AdviceFilterForm`, all optional.
    """
    if filters.get("suivi"):
        nobody = filters["suivi"] == NOBODY
        rows = rows.filter(assigned_to=None if nobody else filters["suivi"])
    wanted = filters.get("etat")
    if wanted == TO_COME_BACK:
        return rows.filter(follow_up_on__isnull=False).order_by("follow_up_on", "created_at", "pk")
    if wanted == State.CLOSED:
        return rows.filter(state=State.CLOSED).order_by("-closed_at", "-pk")
    rows = rows.filter(state=wanted) if wanted else rows.open()
    return rows.order_by(AGENCY_TURN.asc(), "created_at", "pk")


def for_desk(rows: DemandeQuerySet) -> DemandeQuerySet:
    """What a line says: the demande, the person who asks, the place and the colleague."""
    related = rows.select_related("requester", "commune", "assigned_to")
    return related.only(*SAID, "requester__display_name")


def _who(path: str = "") -> list[str]:
    """The fields that name an ambassador in a list."""
    names = ("first_name", "copropriete__name", "copropriete__commune__name")
    return [f"{path}{name}" for name in names]


def _word(path: str = "") -> list[str]:
    """The fields that say who wrote to them last for an agency, and when."""
    return [f"{path}agency_wrote_at", f"{path}agency_writer__display_name"]


def pending(territory: Iterable[Covered] | None, user: int) -> AmbassadeurQuerySet:
    """Mandates that this person (pk) may decide on, in this territory or everywhere; twin of
    `AmbassadeurQuerySet.decidable_by`."""
    everywhere = Q(copropriete__pk__isnull=False)
    scope = everywhere if territory is None else inside(territory, "copropriete__commune")
    rows = Ambassadeur.objects.to_decide().decidable_in(scope, user)
    related = rows.select_related("copropriete__commune", "copropriete__reseau")
    asked = ("applied_at", "renewal_asked_at")
    return related.only(*_who(), "role", *asked, "copropriete__reseau__name")


def unanswered(territory: Q, since: datetime) -> DemandeQuerySet:
    """Requests that wait since this moment or before; `territory` is that of their ambassadors,
    whom this agency may write to."""
    return (
        Demande.objects.waiting_since(since)
        .filter(territory, kind=Kind.AMBASSADEUR, ambassadeur__user__is_active=True)
        .select_related("ambassadeur__copropriete__commune", "ambassadeur__agency_writer")
        .only(*_who("ambassadeur__"), *_word("ambassadeur__"), "created_at", "reopened_at")
        .order_by(CLOCK_FROM, "pk")
    )


def visits_with_adviser(territory: Q, now: datetime) -> VisitQuerySet:
    """Visits to come in the territory where an adviser is invited, soonest first; those that
    moderation withholds are expected too."""
    return (
        Visit.objects.planned(now)
        .filter(territory, adviser_invited=True)
        .with_places()
        .select_related("ambassadeur__copropriete__commune")
        .only(*_who("ambassadeur__"), "public_id", "starts_at", "status")
        .order_by("starts_at", "pk")
    )


def ambassadors(territory: Q) -> AmbassadeurQuerySet:
    """All the mandates of the territory, those to verify, then verified, then the others."""
    turn = Case(
        When(user__is_active=False, then=Value(2)),
        When(status=AmbassadeurStatus.PENDING, then=Value(0)),
        When(expires_at__lte=timezone.now(), then=Value(2)),
        When(status=AmbassadeurStatus.VERIFIED, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return (
        Ambassadeur.objects.filter(territory)
        .select_related("user", "copropriete__commune", "copropriete__reseau")
        .annotate(turn=turn)
        .order_by("turn", "copropriete__name", "pk")
    )


def idle(territory: Q, now: datetime, today: date, soon: datetime) -> AmbassadeurQuerySet:
    """Public ambassadors to call: silent, paused today, or whose mandate ends soon without their
    having asked to renew it."""
    ends = Q(expires_at__lte=soon, renewal_asked_at=None)
    return (
        Ambassadeur.objects.public(now)
        .filter(
            territory,
            Q(unanswered_in_a_row__gte=1) | Q(paused_until__gte=today) | ends,
        )
        .select_related("copropriete__commune", "agency_writer")
        .only(
            *(*_who(), *_word()),
            *("unanswered_in_a_row", "paused_until", "expires_at", "renewal_asked_at"),
        )
        .order_by("-unanswered_in_a_row", "expires_at", "pk")
    )


def why_idle(ambassadeur: Ambassadeur, now: datetime) -> list[str]:
    """Why one should call, in words."""
    reasons = []
    count = ambassadeur.unanswered_in_a_row
    if count:
        several = f"{count} demandes de suite" if count > 1 else "1 demande"
        reasons.append(f"{several} sans réponse")
    if ambassadeur.is_paused:
        reasons.append(f"en pause jusqu’au {date_format(ambassadeur.paused_until, DAY)}")
    end = ambassadeur.expires_at if ambassadeur.renewal_asked_at is None else None
    if end is not None and end <= now + timedelta(days=EXPIRY_NOTICE_DAYS):
        reasons.append(f"mandat jusqu’au {date_format(timezone.localtime(end), DAY)}")
    return reasons
