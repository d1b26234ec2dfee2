"""The mails of this room: their kinds, and whether they are still so as they leave.

`visit` and `booking` of a context are the ones it tells of (pks). A mail planned before a key of
its context was kept stays true.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone

from ambassadeurs.demandes.enums import Purpose
from ambassadeurs.demandes.mails import still_true as demandes
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.perms import works_near
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import User
from communaute.notifications.catalogue import Attachment, Kind
from communaute.notifications.models import Mail
from communaute.notifications.outbox.pending import has_reached
from socle import ics

from . import pages
from .enums import BookingState, VisitState
from .models import Booking, Survey, Visit
from .notify import AT_ONCE, coming
from .perms import can_see_place, is_host, times
from .querysets import HOLDING, LEFT_OUT

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


def place_is(*states: BookingState, is_over: bool = False) -> Callable[[Context], bool]:
    """The place told of is in one of these states, at a visit still to come, or one that `is_over`
    and took place as far as its host said."""

    def check(context: Context) -> bool:
        visits = Visit.objects.proposed().filter(starts_at__gt=timezone.now())
        if is_over:
            visits = Visit.objects.exclude(state=VisitState.CANCELLED)
        places = context.get("comers", [context["booking"]])
        rows = Booking.objects.filter(pk__in=places, visit__in=visits)
        return rows.filter(state__in=states).exists()

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
    if "announced_by" not in context or context["instead"]:
        return True
    return has_reached(person, keys=context["announced_by"], before=timezone.now())


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


def decides(person: User, context: Context) -> bool:
    """May give the accord that is asked."""
    return Booking.objects.approved_by(person).filter(pk=context["booking"]).exists()


def is_news_to_the_agency(person: User, context: Context) -> bool:
    """For who works there; a change, unless another one took it back before they knew of it."""
    if not is_of_the_agency(person, context):
        return False
    visit = _visit(context)
    was = (context["was_at"], context["was_minutes"]) if "passed" in context else None
    if visit is None or was is None or (visit.starts_at, visit.minutes) != was:
        return True
    return has_reached(person, keys=context["passed"], before=timezone.now())


def by_now(context: Context) -> Context:
    """What the visit is now: when, for how long, how many people are expected, who comes instead;
    and what became of the place of the person."""
    visit = _visit(context) if "visit" in context else None
    if visit is None:
        return {}
    now: dict[str, Any] = times(visit, timezone.now())
    if "visitors" in context:
        now["visitors"] = _expected(context)
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
    if "comers" in context:
        comers = visit.bookings.holding_a_place().filter(pk__in=context["comers"])
        now |= coming(list(comers.select_related("user")))
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
    return Booking.objects.expected().filter(visit=context["visit"]).count()


def fill(mail: Mail) -> dict[str, Any] | None:
    """What the mail shows, the meeting point with it; None for who may not see it (any more)."""
    booking = _booking(mail)
    if booking is None:
        return None
    visit = booking.visit
    is_shown = can_see_place(mail.user, visit, booking, timezone.now())
    if not (is_shown and visit.meeting_point and visit.ambassadeur):
        return None
    now = {"starts_at": visit.starts_at, "minutes": visit.minutes, "place": visit.meeting_point}
    return mail.context | now


def attach(mail: Mail) -> Attachment | None:
    """The visit for one's calendar, its place in it."""
    booking = _booking(mail)
    if booking is None:
        return None
    event = pages.event(booking.user, booking.visit, booking, timezone.now(), settings.BASE_URL)
    return Attachment("visite.ics", ics.calendar(event), "text/calendar") if event else None


def _booking(mail: Mail) -> Booking | None:
    rows = Booking.objects.select_related("user", "visit__ambassadeur__copropriete__commune")
    return rows.filter(pk=mail.context["booking"], user=mail.user).first()


VISITOR = "La personne inscrite à la visite."
HOST = "L’ambassadeur qui propose la visite."
AGENCY = "Les membres de l’agence du territoire."
APPROVERS = "Les membres de l’agence du territoire ; sans compte ici, l’équipe nationale."
# What makes each of them false by the time its mail leaves; `WHO`: for this person.
STILL = {
    "proposed": is_to_come,
    "booked": place_is(BookingState.CONFIRMED),
    "waiting": place_is(BookingState.WAITING_LIST),
    "needs_approval": place_is(BookingState.REQUESTED),
    "to_approve": place_is(BookingState.REQUESTED),
    "new_visitor": place_is(*HOLDING),
    "promoted": place_is(*HOLDING),
    "approved": place_is(BookingState.CONFIRMED),
    "given_up": is_missed,
    "alone": is_missed,
    "cancelled": is_cancelled,
    "restored": is_to_come,
    "changed": is_as_told,
    "reminder": is_to_come,
    "host_reminder": has_visitors,
    "outcome": is_outcome_unknown,
    "left_out": place_is(*LEFT_OUT, is_over=True),
    "adviser": is_invited,
    "survey": is_unanswered,
}
WHO = {
    "proposed": still_asks,
    "refused": does_not_come,
    "place_lost": does_not_come,
    "given_up": expected,
    "alone": comes,
    "restored": comes,
    "changed": comes,
    "reminder": is_expected,
    "adviser": is_news_to_the_agency,
    "to_approve": decides,
    # Of an exchange, still a party of it.
    "survey": demandes.reads,
}
AFTER = ("outcome", "left_out", "survey")
EARLY = "La nuit, seulement pour une visite qui commence tôt le matin."
BY_ROLE = {HOST: hosts}


def _kind(name: str, label: str, who: str, when: str, *, may_be_off: bool = False) -> Kind:
    return Kind(
        key=f"visites.{name}",
        label=label,
        who=who,
        when=when if name in (*AT_ONCE, *AFTER) else f"{when} {EARLY}",
        may_be_off=may_be_off,
        at_work=who in (AGENCY, APPROVERS),
        # Before a visit; which of them do not wait is said as they are told (`notify`).
        at_night=name not in AFTER,
        still_true=STILL.get(name),
        visible_to=WHO.get(name, BY_ROLE.get(who)),
        current=by_now,
    )


KINDS = (
    _kind(
        "proposed",
        "Date de visite proposée",
        "Les personnes qui ont demandé une visite à cet ambassadeur.",
        "Quand l’ambassadeur propose une date.",
    ),
    _kind("booked", "Visite réservée", VISITOR, "Quand la place est confirmée."),
    _kind("waiting", "Visite : liste d’attente", VISITOR, "Quand la visite est complète."),
    _kind(
        "needs_approval",
        "Visite : accord attendu",
        VISITOR,
        "Après des absences, quand un accord est demandé.",
    ),
    _kind(
        "new_visitor",
        "Inscription à ma visite",
        HOST,
        "À chaque inscription, et quand l’accord qu’elle attendait est donné.",
    ),
    _kind(
        "to_approve",
        "Inscription à accorder",
        APPROVERS,
        "Quand une personne souvent absente demande une place.",
    ),
    _kind("promoted", "Place libérée", VISITOR, "Quand une place se libère pour la personne."),
    _kind("approved", "Visite accordée", VISITOR, "Quand l’accord attendu est donné."),
    _kind("refused", "Visite non accordée", VISITOR, "Quand l’accord attendu n’est pas donné."),
    _kind(
        "place_lost",
        "Place annulée à une visite",
        VISITOR,
        "Quand l’hôte ne peut pas recevoir la personne.",
    ),
    _kind(
        "given_up",
        "Désistement à ma visite",
        HOST,
        "Quand une personne annule sa place, ou qu’elle ne lui est pas accordée.",
    ),
    _kind("alone", "Visite : l’autre ne vient plus", VISITOR, "Quand l’autre personne renonce."),
    _kind("cancelled", "Visite annulée", VISITOR, "Quand l’hôte annule ou s’en va."),
    _kind(
        "restored",
        "Visite de nouveau prévue",
        VISITOR,
        "Quand l’hôte qui s’en allait revient à temps.",
    ),
    _kind(
        "changed",
        "Visite modifiée",
        "La personne inscrite à la visite, ou sur sa liste d’attente.",
        "Quand la date, la durée ou le lieu change.",
    ),
    _kind("reminder", "Rappel d’une visite", VISITOR, "Avant la visite, une fois par date."),
    Kind(
        key="visites.where",
        label="Lieu de rendez-vous d’une visite",
        who=VISITOR,
        when="Quand le lieu peut être montré, un jour avant ; de nouveau s’il change.",
        may_be_off=False,
        # Somebody may book in the evening for the next morning.
        at_night=True,
        fill=fill,
        attach=attach,
    ),
    _kind("host_reminder", "Rappel de ma visite", HOST, "Avant la visite, une fois par date."),
    _kind("outcome", "Ma visite a-t-elle eu lieu ?", HOST, "Après la visite, une fois."),
    _kind("left_out", "Visite sans place", VISITOR, "Après la visite, faute d’accord ou de place."),
    _kind(
        "adviser",
        "Conseiller invité à une visite",
        AGENCY,
        "Quand un conseiller est invité, ne l’est plus, ou que sa visite change.",
    ),
    _kind(
        "survey",
        "Trois questions après un échange ou une visite",
        "Les personnes d’un échange ou d’une visite.",
        "Peu après, puis une fois plus tard, sans relance.",
        may_be_off=True,
    ),
)
