"""Surveys: two and ninety days after, to both sides; answered once, by a POST.

They follow an exchange, or a visit held, booked from a thread or not. Visitors are asked one by
one; the host of a visit once, however many came. Nobody is asked twice at the same step: whoever
was asked about the visit is not asked about the thread it belongs to, nor the reverse.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ambassadeurs.demandes.enums import ClockStep, ClosedBecause, Kind
from ambassadeurs.demandes.models import ClockEvent, Demande
from ambassadeurs.demandes.numbers import SLACK
from ambassadeurs.demandes.perms import in_charge, is_agreed
from communaute.comptes.models import User
from socle.calendar import days_after

from . import notify
from .enums import BookingState, VisitState
from .models import Survey, Visit
from .numbers import NUMBERS

STEPS = ((ClockStep.SURVEY_J2, "survey_days"), (ClockStep.SURVEY_J90, "late_survey_days"))


def is_for_them(survey: Survey) -> bool:
    """Of an exchange, whether the person is still a party of it."""
    if survey.demande_id is None:
        return True
    return Demande.objects.as_party(survey.user).filter(pk=survey.demande_id).exists()


@transaction.atomic
def answer_survey(
    *, survey: Survey, helpful: bool, stage: str, comment: str = "", now: datetime | None = None
) -> bool:
    """Store the three answers, once; False when it was answered before (nothing changes).

    Whoever holds the token answers: it is in one person's mail only.
    """
    return bool(
        Survey.objects.filter(pk=survey.pk, answered_at__isnull=True).update(
            helpful=helpful,
            stage=stage,
            comment=comment.strip(),
            answered_at=now or timezone.now(),
        )
    )


def visits_due(now: datetime) -> list[int]:
    """Visits held that may have a survey to send."""
    first, last = _begun_before(now)
    held = Visit.objects.filter(state=VisitState.HELD).filter(
        Q(survey_step="", starts_at__lte=first)
        | Q(survey_step=ClockStep.SURVEY_J2, starts_at__lte=last)
    )
    return list(held.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def ask_visit(pk: int, now: datetime) -> dict[str, int]:
    """Ask who came, and the host once; a late tick sends the last survey only.

    Returns {step: people}.
    """
    visit = Visit.objects.select_related("ambassadeur__user", "ambassadeur__copropriete").get(pk=pk)
    due = _due(visit.ends_at, now)
    if not due or not _claim(visit, due):
        return {}
    step = due[-1]
    host = visit.ambassadeur
    if host is None:
        theirs = Q(demande__bookings__visit=visit)
    else:
        theirs = Q(demande__ambassadeur=host) | Q(visit__ambassadeur=host)
    asked = Survey.objects.filter(theirs, step=step, sent_at__gte=visit.ends_at).values("user")
    came = visit.bookings.filter(state=BookingState.ATTENDED).exclude(user__in=asked)
    people = [booking.user for booking in came.select_related("user")]
    if people and host is not None:
        people.append(host.user)
    return {str(step): _ask(people, step, now, visit=visit)}


def _claim(visit: Visit, due: list[ClockStep]) -> bool:
    # Said on the row itself: PostgreSQL looks again at that only, once a second tick gets the row.
    sent = [step for step, _ in STEPS][len(due) - 1 :]
    unsent = Visit.objects.filter(pk=visit.pk, state=VisitState.HELD).exclude(survey_step__in=sent)
    return bool(unsent.update(survey_step=due[-1]))


def threads_due(now: datetime) -> list[int]:
    """Exchanges answered that may have a survey to send."""
    first, last = _begun_before(now)
    answered = (
        Demande.objects.filter(
            Q(first_answer_at__lte=last) | ~Q(clock__step=ClockStep.SURVEY_J2),
            first_answer_at__lte=first,
        )
        .exclude(clock__step=ClockStep.SURVEY_J90)
        .exclude(closed_because=ClosedBecause.WITHDRAWN)
    )
    return list(answered.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def ask_thread(pk: int, now: datetime) -> dict[str, int]:
    """Ask both parties; a late tick sends the last survey only. Returns {step: people}."""
    demande = Demande.objects.select_for_update().get(pk=pk)
    start = starts_from(demande, now)
    known = set(demande.clock.values_list("step", flat=True))
    new = [step for step in _due(start, now) if step not in known] if start else []
    if not new:
        return {}
    ClockEvent.objects.bulk_create(ClockEvent(demande=demande, step=step) for step in new)
    step = new[-1]
    asked = _asked_about_visits(demande, step)
    people = [user for user in parties(demande) if user.pk not in asked]
    return {str(step): _ask(people, step, now, demande=demande)}


def _asked_about_visits(demande: Demande, step: ClockStep) -> set[int]:
    """Who was asked at this step about a visit that the requester made to this ambassador."""
    if demande.ambassadeur_id is None or demande.requester_id is None:
        return set()
    surveys = Survey.objects.filter(
        step=step,
        sent_at__gte=demande.created_at,
        visit__ambassadeur=demande.ambassadeur_id,
        visit__bookings__user=demande.requester_id,
        visit__bookings__state=BookingState.ATTENDED,
    )
    return set(surveys.values_list("user", flat=True))


def starts_from(demande: Demande, now: datetime) -> datetime | None:
    """The end of the visit held, else the first answer; None while a visit is to come."""
    bookings = list(demande.bookings.select_related("visit").order_by("visit__starts_at"))
    held = [b.visit.ends_at for b in bookings if b.state == BookingState.ATTENDED]
    if held:
        return held[-1]
    to_come = any(
        b.state in (BookingState.CONFIRMED, BookingState.REQUESTED)
        and b.visit.state == VisitState.PROPOSED
        # A host who never says who came must not keep the survey for ever.
        and b.visit.ends_at > now - timedelta(days=NUMBERS.erase_days)
        for b in bookings
    )
    return None if to_come else demande.first_answer_at


def parties(demande: Demande) -> list[User]:
    """Who asked; the ambassador, or the colleague in charge while the consent holds."""
    other = demande.ambassadeur.user if demande.ambassadeur else in_charge(demande)
    if demande.kind == Kind.EXPLOITANT and not is_agreed(demande):
        other = None
    return [user for user in (demande.requester, other) if user is not None]


def _begun_before(now: datetime) -> list[datetime]:
    """What began after the first is too young for the first survey, and so on."""
    return [now - timedelta(days=getattr(NUMBERS, days)) + SLACK for _, days in STEPS]


def _due(start: datetime, now: datetime) -> list[ClockStep]:
    return [step for step, days in STEPS if days_after(start, getattr(NUMBERS, days)) <= now]


def _ask(people: list[User], step: ClockStep, now: datetime, **about: Any) -> int:
    """Send one survey to each account still open; returns how many."""
    still_here = [user for user in people if user.is_active]
    for user in still_here:
        notify.ask(Survey.objects.create(user=user, step=step, sent_at=now, **about))
    return len(still_here)
