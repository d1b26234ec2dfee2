"""Who may see, host, approve: twins of the querysets of visits and bookings."""

from datetime import datetime, timedelta
from typing import Any

from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.perms import can_reopen, can_write_thread, people_near
from ambassadeurs.demandes.recipients import why_not_ask
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Organisation
from communaute.comptes.perms import is_national_team, organisations_of
from communaute.moderation.sanction_rules import restrictions_of

from .enums import BookingState, VisitState
from .models import Booking, Visit
from .numbers import NUMBERS


def is_public_host(ambassadeur: Ambassadeur | None, now: datetime) -> bool:
    """A public ambassador of a copropriété that is connected; none once the account is closed."""
    if ambassadeur is None:
        return False
    return ambassadeur.is_public_at(now) and ambassadeur.copropriete.is_connected


def takes_visitors(ambassadeur: Ambassadeur | None, now: datetime) -> bool:
    """A public host whom no measure forbids to receive."""
    if ambassadeur is None or restrictions_of(ambassadeur.user).on_messages:
        return False
    return is_public_host(ambassadeur, now)


def may_host(ambassadeur: Ambassadeur, now: datetime) -> bool:
    """A public host who is not on pause. How many requests are open does not matter: a visit is
    how a host answers several of them at once."""
    return is_public_host(ambassadeur, now) and not ambassadeur.is_paused


def may_ask_host(user: object, ambassadeur: Ambassadeur) -> bool:
    """May send this host a new request now."""
    takes_one = Ambassadeur.objects.contactable().filter(pk=ambassadeur.pk)
    return takes_one.exists() and not why_not_ask(user, ambassadeur)


def thread_with_host(user: object, booking: Booking) -> Demande | None:
    """The exchange that led to this booking, as long as this person writes there, or may reopen
    it."""
    thread = booking.demande
    if thread is None or not (can_write_thread(user, thread) or can_reopen(user, thread)):
        return None
    return thread


def is_host(user: object, visit: Visit) -> bool:
    pk, host = getattr(user, "pk", None), visit.ambassadeur
    return pk is not None and host is not None and host.user_id == pk


def why_over(visit: Visit, now: datetime) -> str:
    """Why it is neither changed, cancelled nor booked any more; "" when it may be."""
    if visit.state == VisitState.CANCELLED:
        return "Cette visite est annulée."
    if visit.state != VisitState.PROPOSED or visit.starts_at <= now:
        return "Cette visite a déjà commencé, ou elle est passée."
    return ""


def why_no_roll(visit: Visit, now: datetime, *, people: bool) -> str:
    """Why one does not say yet, or any more, who came; `people`: somebody was expected."""
    if now < visit.starts_at:
        return "La visite n’a pas encore commencé : revenez après pour dire qui est venu."
    if visit.state == VisitState.CANCELLED and not people:
        return "Cette visite a été annulée."
    return ""


def can_see_place(user: object, visit: Visit, booking: Booking | None, now: datetime) -> bool:
    """The meeting point: the host always; confirmed people from 24 hours before."""
    if is_host(user, visit):
        return True
    confirmed = booking is not None and booking.state in (
        BookingState.CONFIRMED,
        BookingState.ATTENDED,
    )
    return confirmed and visit.state != VisitState.CANCELLED and is_near(visit, now)


def is_near(visit: Visit, now: datetime) -> bool:
    """Whether its meeting point is shown by now: from 24 hours before."""
    return now >= visit.starts_at - timedelta(hours=NUMBERS.place_hours)


def times(visit: Visit, now: datetime) -> dict[str, Any]:
    """When it is, for how long, whether its meeting point is shown by now, if it is known, and
    whether one may still give a place back without fault."""
    return {
        "starts_at": visit.starts_at,
        "minutes": visit.minutes,
        "is_near": is_near(visit, now),
        "has_place": bool(visit.meeting_point),
        "is_free": now <= visit.starts_at - timedelta(hours=NUMBERS.cancel_hours),
    }


def is_too_late(booking: Booking, now: datetime) -> bool:
    """Whether giving this place up now counts as an absence: less than 24 hours before, unless
    the person was given it, moved, or first reminded of it, later than that; never a place that a
    neighbour took."""
    if booking.taken_with_id is not None:
        return False
    free_until = booking.visit.starts_at - timedelta(hours=NUMBERS.cancel_hours)
    known = booking.reminded_at is None or booking.reminded_at <= free_until
    return booking.state == BookingState.CONFIRMED and now > free_until and known


def has_adviser(host: Ambassadeur) -> bool:
    """Whether an agency where somebody works covers the place: it may send one to a visit."""
    return people_near(OrganisationKind.AGENCE, host.copropriete.commune).exists()


def can_approve_any(user: object) -> bool:
    return is_national_team(user) or bool(organisations_of(user, OrganisationKind.AGENCE))


def can_approve(user: object, booking: Booking) -> bool:
    """The agency of the building's territory, or the national team; never for oneself."""
    if booking.user_id == getattr(user, "pk", None) or booking.visit.ambassadeur is None:
        return False
    if is_national_team(user):
        return True
    mine = [o.pk for o in organisations_of(user, OrganisationKind.AGENCE)]
    commune = booking.visit.ambassadeur.copropriete.commune
    covering = Organisation.objects.agencies().covering(commune)
    return bool(mine) and covering.filter(pk__in=mine).exists()
