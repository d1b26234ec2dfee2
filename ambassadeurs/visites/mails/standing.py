"""Whether what was told of visits is still so, asked as a mail leaves (`kinds.py`).

`visit` and `booking` of a context are the ones it tells of (pks). A mail planned before a key of
its context was kept stays true.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from ambassadeurs.demandes.enums import Purpose
from ambassadeurs.demandes.mails import standing as demandes
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.territory import works_near
from communaute.comptes.enums import OrganisationKind
from communaute.notifications.outbox.worth import has_reached

from ..enums import BookingState, VisitState
from ..models import Booking, Survey, Visit
from ..perms import is_host, times

if TYPE_CHECKING:
    from communaute.comptes.models import User

type Context = Mapping[str, Any]
NOT_THERE = (BookingState.CANCELLED, BookingState.WAITING_LIST)


def _visit(context: Context) -> Visit | None:
    rows = Visit.objects.select_related("ambassadeur__copropriete__commune")
    return rows.filter(pk=context["visit"]).first()


def _is_to_come(visit: Visit | None) -> bool:
    return (
        visit is not None
        and visit.state == VisitState.PROPOSED
        and visit.starts_at > timezone.now()
    )


def is_to_come(context: Context) -> bool:
    """Not cancelled since, nor begun."""
    return _is_to_come(_visit(context))


def is_as_told(context: Context) -> bool:
    """To come, at the moment and for the time that were told: a later change has its own mail."""
    visit = _visit(context)
    if visit is None or not _is_to_come(visit):
        return False
    return (visit.starts_at, visit.minutes) == (context["starts_at"], context["minutes"])


def is_cancelled(context: Context) -> bool:
    """Not planned again since, by a host who came back."""
    visit = _visit(context)
    return visit is None or visit.state == VisitState.CANCELLED


def has_visitors(context: Context) -> bool:
    """To come, and somebody is still expected."""
    return is_to_come(context) and _expected(context) > 0


def is_outcome_unknown(context: Context) -> bool:
    """The host has not said who came."""
    visit = _visit(context)
    return visit is not None and visit.state == VisitState.PROPOSED


def is_missed(context: Context) -> bool:
    """Whether a visit still planned does without this person, who has not come back since."""
    back = Booking.objects.holding_a_place().filter(pk=context["booking"])
    return Visit.objects.proposed().filter(pk=context["visit"]).exists() and not back.exists()


def place_is(*states: BookingState) -> Callable[[Context], bool]:
    """The place told of is in one of these states, at a visit still to come."""

    def check(context: Context) -> bool:
        rows = Booking.objects.filter(pk=context["booking"], state__in=states)
        visits = Visit.objects.proposed().filter(starts_at__gt=timezone.now())
        return rows.filter(visit__in=visits).exists()

    return check


def is_invited(context: Context) -> bool:
    """The adviser of the agency is expected, or is not any more, as it says."""
    visit, news = _visit(context), context["news"]
    if news == "cancelled":
        return is_cancelled(context)
    # Of two changes, the last has its own mail.
    if news == "duration" and not is_as_told(context):
        return False
    if news == "moved" and (visit is None or visit.starts_at != context["starts_at"]):
        return False
    is_expected = visit is not None and _is_to_come(visit) and visit.adviser_invited
    return is_expected != (news == "uninvited")


def is_unanswered(context: Context) -> bool:
    """The survey has no answer yet."""
    if "survey" not in context:
        return True
    return Survey.objects.filter(pk=context["survey"], answered_at__isnull=True).exists()


def comes(person: User, context: Context) -> bool:
    """The person has a place, or waits for one."""
    theirs = Booking.objects.filter(visit=context["visit"], user=person)
    return theirs.exclude(state=BookingState.CANCELLED).exists()


def is_expected(person: User, context: Context) -> bool:
    """The person has a place."""
    theirs = Booking.objects.filter(visit=context["visit"], user=person)
    return theirs.exclude(state__in=NOT_THERE).exists()


def does_not_come(person: User, context: Context) -> bool:
    """The person has no place, nor waits for one again."""
    return not comes(person, context)


def hosts(person: User, context: Context) -> bool:
    """It is still the visit of this person."""
    visit = _visit(context)
    return visit is not None and is_host(person, visit)


def expected(person: User, context: Context) -> bool:
    """The host had been told that somebody would come, or is told who comes instead."""
    if not hosts(person, context):
        return False
    if "announced" not in context or context["instead"]:
        return True
    return has_reached(person, keys=[context["announced"]], before=timezone.now())


def still_asks(person: User, context: Context) -> bool:
    """The person still asks this host for a visit, that others see, and has no place at it yet."""
    if comes(person, context):
        return False
    visit = Visit.objects.bookable(timezone.now()).filter(pk=context["visit"]).first()
    mine = Demande.objects.open().filter(requester=person, purpose=Purpose.VISITE)
    return visit is not None and mine.filter(ambassadeur=visit.ambassadeur_id).exists()


def is_of_the_agency(person: User, context: Context) -> bool:
    """Works for the agency of the place."""
    visit = _visit(context)
    if visit is None or visit.ambassadeur is None:
        return False
    commune = visit.ambassadeur.copropriete.commune
    return works_near(person, OrganisationKind.AGENCE, commune)


def is_news_to_the_agency(person: User, context: Context) -> bool:
    """For who works there; a change, unless another one took it back before they knew of it."""
    if not is_of_the_agency(person, context):
        return False
    visit = _visit(context)
    if visit is None or "passed" not in context:
        return True
    if (visit.starts_at, visit.minutes) != (context["was_at"], context["was_minutes"]):
        return True
    return has_reached(person, keys=context["passed"], before=timezone.now())


def is_theirs(person: User, context: Context) -> bool:
    """Of a survey about an exchange, still a party of it."""
    return demandes.reads(person, context)


def by_now(context: Context) -> Context:
    """What the visit is now: when, for how long, how many people are expected, who comes instead;
    and what became of the place of the person."""
    visit = _visit(context) if "visit" in context else None
    if visit is None:
        return {}
    now: dict[str, Any] = times(visit, timezone.now())
    if "visitors" in context:
        now |= {"visitors": _expected(context), "has_place": bool(visit.meeting_point)}
    if "is_on" in context:
        now["is_on"] = visit.state == VisitState.PROPOSED
    if context.get("was_at") == visit.starts_at and context["was_minutes"] != visit.minutes:
        now["news"] = "duration"
    if "instead_of" in context:
        now |= _instead(visit, context)
    booking = Booking.objects.filter(pk=context.get("booking"), visit=visit).first()
    if booking is not None:
        of_place = {
            "needs_approval": booking.state == BookingState.REQUESTED,
            "is_waiting": booking.state == BookingState.WAITING_LIST,
        }
        now |= {name: value for name, value in of_place.items() if name in context}
    return now


def _instead(visit: Visit, context: Context) -> dict[str, Any]:
    """Who has the place that was given up, and whether none is free any more."""
    holding = visit.bookings.holding_a_place()
    rows = holding.filter(pk__in=context["instead_of"]).select_related("user").order_by("pk")
    return {
        "instead": ", ".join(row.user.public_name for row in rows),
        "is_taken": holding.count() >= visit.places,
    }


def _expected(context: Context) -> int:
    confirmed = Booking.objects.filter(state=BookingState.CONFIRMED)
    return confirmed.filter(visit=context["visit"]).count()
