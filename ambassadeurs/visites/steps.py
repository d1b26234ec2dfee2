"""What the clock does to visits: reminders at 48 hours, the place at 24, the outcome asked, places
erased.

Each step is claimed by a conditional UPDATE of its own date.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from ambassadeurs.coproprietes.models import Ambassadeur
from communaute.comptes.models import User
from communaute.moderation.sanction_rules import shut_out
from communaute.notifications.account_mails import forget_name
from socle.scheduler import Step

from . import notify, surveys
from .enums import BookingState, VisitState
from .models import Booking, Visit
from .notify import thread_of
from .numbers import NUMBERS
from .querysets import LEFT_OUT
from .services import cancel_visit, fill_places, give_up


def _pks(rows) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _until(now: datetime) -> datetime:
    return now + timedelta(hours=NUMBERS.reminder_hours)


def _visitors_to_remind(now: datetime):
    return Booking.objects.filter(
        state=BookingState.CONFIRMED,
        reminded_at__isnull=True,
        visit__state=VisitState.PROPOSED,
        visit__starts_at__gt=now,
        visit__starts_at__lte=_until(now),
    )


@transaction.atomic
def _remind_visitor(pk: int, now: datetime) -> dict[str, int]:
    # Said on the row itself: PostgreSQL looks again at that only, once a second tick gets the row.
    waiting = Booking.objects.filter(pk=pk, reminded_at__isnull=True)
    if not waiting.filter(pk__in=_visitors_to_remind(now).values("pk")).update(reminded_at=now):
        return {}
    notify.reminder(
        Booking.objects.select_related("user", "visit__ambassadeur__copropriete").get(pk=pk)
    )
    return {"visit_reminders": 1}


def _visitors_to_send(now: datetime):
    """Those who may see where to go by now, and to whom it was not sent."""
    return Booking.objects.filter(
        state=BookingState.CONFIRMED,
        place_told_at__isnull=True,
        visit__state=VisitState.PROPOSED,
        visit__ambassadeur__isnull=False,
        visit__starts_at__gt=now,
        visit__starts_at__lte=now + timedelta(hours=NUMBERS.place_hours),
    ).exclude(visit__meeting_point="")


@transaction.atomic
def _send_place(pk: int, now: datetime) -> dict[str, int]:
    waiting = Booking.objects.filter(pk=pk, place_told_at__isnull=True)
    if not waiting.filter(pk__in=_visitors_to_send(now).values("pk")).update(place_told_at=now):
        return {}
    notify.where(
        Booking.objects.select_related("user", "visit__ambassadeur__copropriete").get(pk=pk), now
    )
    return {"places_sent": 1}


def _hosts_to_remind(now: datetime):
    return Visit.objects.proposed().filter(
        host_reminded_at__isnull=True, starts_at__gt=now, starts_at__lte=_until(now)
    )


@transaction.atomic
def _remind_host(pk: int, now: datetime) -> dict[str, int]:
    if not _hosts_to_remind(now).filter(pk=pk).update(host_reminded_at=now):
        return {}
    visit = Visit.objects.select_related("ambassadeur__user", "ambassadeur__copropriete").get(pk=pk)
    visitors = visit.bookings.expected().count()
    if not visitors:
        return {}
    notify.host_reminder(visit, visitors=visitors)
    return {"host_reminders": 1}


def _over(now: datetime):
    return Visit.objects.exclude(state=VisitState.CANCELLED).filter(
        outcome_asked_at__isnull=True,
        ambassadeur__isnull=False,
        starts_at__lte=now,
        bookings__state__in=[BookingState.CONFIRMED, *LEFT_OUT],
    )


def _outcomes_due(now: datetime) -> list[int]:
    return [visit.pk for visit in _over(now).distinct().order_by("pk") if visit.ends_at <= now]


@transaction.atomic
def _ask_outcome(pk: int, now: datetime) -> dict[str, int]:
    unasked = Visit.objects.filter(pk=pk, outcome_asked_at__isnull=True)
    if not unasked.filter(pk__in=_over(now).values("pk")).update(outcome_asked_at=now):
        return {}
    visit = Visit.objects.select_related("ambassadeur__user", "ambassadeur__copropriete").get(pk=pk)
    left_out = visit.bookings.filter(state__in=LEFT_OUT).select_related("user")
    # The clock may have stood still: of an old visit, nobody waits for it any more.
    if visit.ends_at < now - timedelta(days=NUMBERS.erase_days):
        left_out = left_out.none()
    for booking in left_out:
        booking.visit = visit
        notify.left_out(booking)
    done = {"left_out_told": len(left_out)} if left_out else {}
    if visit.bookings.filter(state=BookingState.CONFIRMED).exists():
        notify.outcome(visit)
        done["outcomes_asked"] = 1
    return done


def _places_due(now: datetime) -> list[int]:
    """Meeting points of visits ended seven days ago, whatever became of them."""
    end = now - timedelta(days=NUMBERS.erase_days)
    rows = Visit.objects.filter(starts_at__lte=end).exclude(meeting_point="").order_by("pk")
    return [visit.pk for visit in rows if visit.ends_at <= end]


def _erase_place(pk: int, now: datetime) -> dict[str, int]:
    erased = Visit.objects.filter(pk=pk).exclude(meeting_point="").update(meeting_point="")
    return {"places_erased": erased} if erased else {}


def _places_of_shut_out(now: datetime) -> list[int]:
    to_come = Booking.objects.filter(visit__state=VisitState.PROPOSED, visit__starts_at__gt=now)
    held = to_come.exclude(state=BookingState.CANCELLED)
    return _pks(held.filter(user__in=shut_out(now)))


def _take_place_back(pk: int, now: datetime) -> dict[str, int]:
    booking = Booking.objects.select_related("user", "visit").get(pk=pk)
    give_up(actor=booking.user, visit=booking.visit, is_taken_back=True, now=now)
    return {"places_taken_back": 1}


def _orphans(now: datetime) -> list[int]:
    """Visits to come of hosts whose mandate ended or whose account is closed."""
    hosts = Ambassadeur.objects.public().exclude(user__in=shut_out(now))
    return _pks(Visit.objects.proposed().filter(starts_at__gt=now).exclude(ambassadeur__in=hosts))


def _cancel_orphan(pk: int, now: datetime) -> dict[str, int]:
    visit = Visit.objects.get(pk=pk)
    if visit.state == VisitState.CANCELLED:
        return {}
    cancel_visit(actor=None, visit=visit, now=now)
    return {"visits_cancelled": 1}


def _with_free_places(now: datetime) -> list[int]:
    """Visits to come where somebody may have a free place: an account closed, a measure ended."""
    waiting = Booking.objects.promotable(now).filter(visit=OuterRef("pk"))
    return _pks(Visit.objects.bookable(now).filter(Exists(waiting)).with_free_places())


def _give_free_places(pk: int, now: datetime) -> dict[str, int]:
    return {"places_given": len(fill_places(visit=Visit.objects.get(pk=pk), now=now))}


STEPS = (
    Step(
        key="visites.cancel_orphans",
        label="Visites dont l’hôte est parti : annulées",
        due=_orphans,
        do=_cancel_orphan,
        after=("coproprietes.end_mandates", "demandes.forget_closed_accounts"),
    ),
    Step(
        key="visites.take_places_back",
        label="Places des comptes fermés par la modération : rendues",
        due=_places_of_shut_out,
        do=_take_place_back,
        after=("visites.cancel_orphans",),
    ),
    Step(
        key="visites.give_free_places",
        label="Places libérées : données à la liste d’attente",
        due=_with_free_places,
        do=_give_free_places,
        after=("visites.take_places_back",),
    ),
    Step(
        key="visites.remind_visitors",
        label="Rappels aux personnes inscrites à une visite",
        due=lambda now: _pks(_visitors_to_remind(now)),
        do=_remind_visitor,
        after=("visites.give_free_places",),
    ),
    Step(
        key="visites.send_places",
        label="Lieux de rendez-vous envoyés aux personnes inscrites à une visite",
        due=lambda now: _pks(_visitors_to_send(now)),
        do=_send_place,
        after=("visites.remind_visitors",),
    ),
    Step(
        key="visites.remind_hosts",
        label="Rappels aux hôtes d’une visite",
        due=lambda now: _pks(_hosts_to_remind(now)),
        do=_remind_host,
        after=("visites.give_free_places",),
    ),
    Step(
        key="visites.ask_outcomes",
        label="Visites passées : l’hôte dit qui est venu, qui n’a pas eu de place le sait",
        due=_outcomes_due,
        do=_ask_outcome,
        after=("visites.cancel_orphans",),
    ),
    Step(
        key="visites.erase_places",
        label="Lieux de rendez-vous effacés",
        due=_places_due,
        do=_erase_place,
        after=("visites.ask_outcomes",),
    ),
    Step(
        key="visites.survey_visits",
        label="Enquêtes sur les visites",
        due=surveys.visits_due,
        do=surveys.ask_visit,
        after=("visites.ask_outcomes",),
    ),
    Step(
        key="visites.survey_threads",
        label="Enquêtes sur les échanges",
        due=surveys.threads_due,
        do=surveys.ask_thread,
        # Visits first: whoever is asked about one is not asked about the thread it belongs to.
        after=("visites.survey_visits", "demandes.forget_closed_accounts"),
    ),
)


# What closing an account does to visits: hosts cancel, visitors give their place back.


def erase(person: User, now: datetime) -> None:
    """Before the rows go with the account: whoever counted on this person is told.

    A visit that began stays, without its host or its place: it is the visitors’ own past, and
    figures count it. One that was cancelled goes.
    """
    threads = {
        thread_of(pk)
        for pk in Visit.objects.filter(bookings__user=person).values_list("pk", flat=True)
    }
    to_come = Visit.objects.proposed().filter(starts_at__gt=now).order_by("pk")
    for visit in to_come.filter(ambassadeur__user=person):
        cancel_visit(actor=person, visit=visit, now=now)
    hosted = Visit.objects.filter(ambassadeur__user=person)
    for pk, name in hosted.values_list("pk", "ambassadeur__first_name"):
        forget_name(name, {thread_of(pk)})
    hosted.filter(state=VisitState.CANCELLED).delete()
    hosted.update(ambassadeur=None, meeting_point="")
    booked = person.bookings.exclude(state=BookingState.CANCELLED).values("visit")
    for visit in to_come.filter(pk__in=booked):
        give_up(actor=person, visit=visit, now=now)
    # Last: giving a place back tells the host whose it was.
    forget_name(person.display_name, threads)
