"""The rules of a slot, and who was to come to a visit. Read only: services call them first."""

from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.demandes.enums import Kind, Purpose, State
from ambassadeurs.demandes.models import Demande
from ambassadeurs.visites.models import Booking
from communaute.comptes.models import User
from socle.calendar import PARIS
from socle.numbers import quantity

from .enums import BookingState, VisitState
from .errors import SlotRefused, VisitOver
from .models import Visit
from .numbers import NUMBERS
from .perms import why_over

# Of a visit begun: who was to come, as far as its host said.
EXPECTED = (BookingState.CONFIRMED, BookingState.ATTENDED, BookingState.ABSENT)


def check_to_come(slot: Visit, now: datetime) -> None:
    """Raises VisitOver for one that is cancelled, begun or past."""
    if why := why_over(slot, now):
        raise VisitOver(why)


def expected(visit: Visit):
    """Bookings of who was to come when it began, whatever the host said since.

    A booking cancelled after the beginning is one of a visit that its host says did not take place.
    """
    return visit.bookings.filter(
        Q(state__in=EXPECTED)
        | Q(state=BookingState.CANCELLED, cancelled_at__gte=F("visit__starts_at"))
    )


def reminded_by(visit: Visit, now: datetime) -> datetime | None:
    """A mail that gives a place, or a new time, is reminder enough two days before the visit."""
    is_soon = now >= visit.starts_at - timedelta(hours=NUMBERS.reminder_hours)
    return now if is_soon else None


def check_slot(
    host: Ambassadeur,
    *,
    starts_at: datetime,
    minutes: int,
    places: int,
    now: datetime,
    but: Visit | None = None,
) -> None:
    """Raises SlotRefused, with all the `slot_problems`."""
    problems = slot_problems(
        host, starts_at=starts_at, minutes=minutes, places=places, now=now, but=but
    )
    if problems:
        raise SlotRefused(problems)


def slot_problems(
    host: Ambassadeur,
    *,
    starts_at: datetime | None,
    minutes: int | None,
    places: int | None,
    now: datetime,
    but: Visit | None = None,
) -> dict[str, str]:
    """What is beyond the host's capacity, in the past, too soon, too far, or at a time taken, by
    field of the form; None: what could not be read. A slot whose time does not change is never too
    soon; one that stands keeps its month and its places, whatever its host accepts since."""
    problems = {}
    least, most = NUMBERS.minutes_min, NUMBERS.minutes_max
    if minutes is not None and not least <= minutes <= most:
        problems["minutes"] = f"Une visite dure de {least} à {most} minutes."
    if places is not None and not 1 <= places <= max(host.max_visitors, but.places if but else 0):
        people = quantity(host.max_visitors, "personne")
        problems["places"] = f"Votre mandat dit {people} au plus par visite."
    if starts_at is not None:
        # However long it is, an hour already taken is.
        length = timedelta(minutes=least if minutes is None or "minutes" in problems else minutes)
        if message := _day_problem(host, starts_at, length, now, but):
            problems["day"] = message
    return problems


def _day_problem(
    host: Ambassadeur, starts_at: datetime, length: timedelta, now: datetime, but: Visit | None
) -> str:
    others = Visit.objects.filter(ambassadeur__user=host.user_id).exclude(pk=but.pk if but else 0)
    others = others.exclude(state=VisitState.CANCELLED)
    message = ""
    if starts_at <= now:
        message = "Choisissez une date à venir."
    elif starts_at < now + timedelta(hours=NUMBERS.ahead_hours) and not (
        but and but.starts_at == starts_at
    ):
        hours = quantity(NUMBERS.ahead_hours, "heure")
        message = f"Proposez une visite au moins {hours} à l’avance."
    elif starts_at > now + timedelta(days=NUMBERS.ahead_days):
        message = f"Choisissez une date dans les {NUMBERS.ahead_months} mois."
    elif not (but and _month(but.starts_at) == _month(starts_at)) and (
        _in_month(others.filter(ambassadeur=host), starts_at) >= host.max_visits_per_month
    ):
        message = (
            f"Votre mandat dit {quantity(host.max_visits_per_month, 'visite')} par mois au plus. "
            "Choisissez un autre mois, ou changez ce nombre dans votre mandat."
        )
    else:
        ends_at = starts_at + length
        longest = timedelta(minutes=NUMBERS.minutes_max)
        near = others.filter(starts_at__lt=ends_at, starts_at__gt=starts_at - longest)
        if any(other.ends_at > starts_at for other in near):
            message = "Vous avez déjà une visite à cette heure."
    return message


def _month(moment: datetime) -> datetime:
    """The first instant of its month, of Paris."""
    day = moment.astimezone(PARIS)
    return day.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _in_month(visits, moment: datetime) -> int:
    """How many are in the same month of Paris."""
    first = _month(moment)
    after = (first + timedelta(days=32)).replace(day=1)
    return visits.filter(starts_at__gte=first, starts_at__lt=after).count()


# What people asked this host before: a visit without date yet, a conversation.


def asking_for_a_date(host: Ambassadeur, now: datetime) -> QuerySet[Demande]:
    """Open requests for a visit to this host, of people who have no place yet."""
    placed = Booking.objects.holding_a_place().filter(
        visit__ambassadeur=host, visit__starts_at__gt=now
    )
    threads = Demande.objects.open().filter(
        ambassadeur=host, purpose=Purpose.VISITE, requester__isnull=False
    )
    return threads.exclude(requester__in=placed.values("user")).order_by("created_at", "pk")


def waiting_for_a_date(host: Ambassadeur, now: datetime) -> list[Demande]:
    """The same, locked. To lock before the host, as messages and the clock do."""
    threads = asking_for_a_date(host, now).select_for_update(of=("self",))
    return list(threads.select_related("requester"))


def thread_of(user: User, slot: Visit) -> Demande | None:
    """The conversation the two already have, if any."""
    return (
        Demande.objects.filter(requester=user, kind=Kind.AMBASSADEUR, ambassadeur=slot.ambassadeur)
        .exclude(state=State.CLOSED)
        .order_by("-created_at")
        .first()
    )
