"""What this room tells people: its part of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from communaute.notifications.catalogue import Attachment, Kind
from socle import ics

from .. import pages
from ..enums import BookingState
from ..models import Booking
from ..perms import can_see_place
from ..querysets import HOLDING
from ..tells import AT_ONCE
from . import standing

if TYPE_CHECKING:
    from communaute.notifications.models import Mail


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
    if event is None:
        return None
    return Attachment("visite.ics", ics.calendar(event), "text/calendar")


def _booking(mail: Mail) -> Booking | None:
    rows = Booking.objects.select_related("user", "visit__ambassadeur__copropriete__commune")
    return rows.filter(pk=mail.context["booking"], user=mail.user).first()


VISITOR = "La personne inscrite à la visite."
HOST = "L’ambassadeur qui propose la visite."
AGENCY = "Les membres de l’agence du territoire."
# What makes each of them false by the time its mail leaves; `WHO`: for this person.
STILL = {
    "proposed": standing.is_to_come,
    "booked": standing.place_is(BookingState.CONFIRMED),
    "waiting": standing.place_is(BookingState.WAITING_LIST),
    "needs_approval": standing.place_is(BookingState.REQUESTED),
    "to_approve": standing.place_is(BookingState.REQUESTED),
    "new_visitor": standing.place_is(*HOLDING),
    "promoted": standing.place_is(*HOLDING),
    "approved": standing.place_is(BookingState.CONFIRMED),
    "given_up": standing.is_missed,
    "cancelled": standing.is_cancelled,
    "restored": standing.is_to_come,
    "changed": standing.is_as_told,
    "reminder": standing.is_to_come,
    "host_reminder": standing.has_visitors,
    "outcome": standing.is_outcome_unknown,
    "adviser": standing.is_invited,
    "survey": standing.is_unanswered,
}
WHO = {
    "proposed": standing.still_asks,
    "refused": standing.does_not_come,
    "place_lost": standing.does_not_come,
    "given_up": standing.expected,
    "restored": standing.comes,
    "changed": standing.is_expected,
    "reminder": standing.is_expected,
    "adviser": standing.is_news_to_the_agency,
    "survey": standing.is_theirs,
}
AFTER = ("outcome", "survey")
EARLY = "La nuit, seulement pour une visite qui commence tôt le matin."
BY_ROLE = {HOST: standing.hosts, AGENCY: standing.is_of_the_agency}


def _kind(name: str, label: str, who: str, when: str, *, may_be_off: bool = False) -> Kind:
    return Kind(
        key=f"visites.{name}",
        label=label,
        who=who,
        when=when if name in (*AT_ONCE, *AFTER) else f"{when} {EARLY}",
        may_be_off=may_be_off,
        at_work=who is AGENCY,
        # Before a visit; which of them do not wait is said as they are told (`tells`).
        at_night=name not in AFTER,
        still_true=STILL.get(name),
        visible_to=WHO.get(name, BY_ROLE.get(who)),
        current=standing.by_now,
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
        "Après des absences, quand l’agence doit donner son accord.",
    ),
    _kind(
        "new_visitor",
        "Inscription à ma visite",
        HOST,
        "À chaque inscription, et quand l’agence donne l’accord qu’elle attendait.",
    ),
    _kind(
        "to_approve",
        "Inscription à accorder",
        AGENCY,
        "Quand une personne souvent absente demande une place.",
    ),
    _kind("promoted", "Place libérée", VISITOR, "Quand une place se libère pour la personne."),
    _kind("approved", "Visite accordée", VISITOR, "Quand l’agence donne son accord."),
    _kind("refused", "Visite non accordée", VISITOR, "Quand l’agence ne donne pas son accord."),
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
        "Quand une personne annule sa place, ou que l’agence ne la lui accorde pas.",
    ),
    _kind("cancelled", "Visite annulée", VISITOR, "Quand l’hôte annule ou s’en va."),
    _kind(
        "restored",
        "Visite de nouveau prévue",
        VISITOR,
        "Quand l’hôte qui s’en allait revient à temps.",
    ),
    _kind("changed", "Visite modifiée", VISITOR, "Quand la date, la durée ou le lieu change."),
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
    _kind(
        "adviser",
        "Conseiller invité à une visite",
        AGENCY,
        "Quand un conseiller est invité, ne l’est plus, ou que sa visite change.",
    ),
    _kind(
        "survey",
        "Enquête",
        "Les personnes d’un échange ou d’une visite.",
        "Peu après, puis une fois plus tard, sans relance.",
        may_be_off=True,
    ),
)
