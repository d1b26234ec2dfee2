"""What is due about requests: reminders, alerts, offering again; and whom that tells.

What is due now for requests, done once: reminders, alerts, re-offers.

Each step is claimed by a `ClockEvent` (unique per request and step) or by a conditional UPDATE, in
the transaction that does it and under the lock of its row: a tick that runs twice, late, or in two
processes sends nothing twice, and a tick that dies half-way leaves the step to the next one.
Days are those of Paris at the same hour; hours are elapsed hours.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from ambassadeurs.coproprietes.mandats.steps import Ending
from ambassadeurs.coproprietes.models import Ambassadeur
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import User
from communaute.notifications.services import tell
from socle.calendar import add_working_days, days_after, working_days_between
from socle.french import quantity
from socle.public_pages import touch_public_pages
from socle.scheduler import Step

from . import mailbox
from .enums import ClockStep, ClosedBecause, DeskStatus, Kind, State
from .models import ClockEvent, Demande
from .names import asker_name, which_building
from .numbers import NUMBERS, SLACK
from .perms import answering, people_near
from .services import demandes, erasure


def waiting(kind: Kind, now: datetime) -> list[int]:
    """Requests without any answer, old enough for the first step of their clock."""
    is_person = kind == Kind.AMBASSADEUR
    days = NUMBERS.reminder_days if is_person else NUMBERS.answer_working_days
    return list(
        Demande.objects.waiting_since(_ago(now, days))
        .unanswered()
        .filter(kind=kind)
        .exclude(clock__step=ClockStep.NATIONAL_ALERT)
        .order_by("created_at", "pk")
        .values_list("pk", flat=True)
    )


def _ago(now: datetime, days: int) -> datetime:
    return now - timedelta(days=days) + SLACK


def _due_steps(demande: Demande, now: datetime) -> list[ClockStep]:
    """The steps whose time has come, in order."""
    asked = demande.clock_from
    if demande.kind == Kind.AMBASSADEUR:
        clock = [
            (ClockStep.REMINDER_3D, days_after(asked, NUMBERS.reminder_days)),
            (ClockStep.REMINDER_7D, days_after(asked, NUMBERS.second_reminder_days)),
            (ClockStep.AGENCY_ALERT, days_after(asked, NUMBERS.agency_alert_days)),
            (ClockStep.REOFFER, days_after(asked, NUMBERS.reoffer_days)),
        ]
    else:
        first = add_working_days(asked, NUMBERS.answer_working_days, demande.departement_id or "")
        clock = [
            (ClockStep.WORKING_DAYS_REMINDER, first),
            (ClockStep.COLLECTIVITE_ALERT, days_after(asked, NUMBERS.collectivite_alert_days)),
            (ClockStep.NATIONAL_ALERT, days_after(asked, NUMBERS.national_alert_days)),
        ]
    return [step for step, at in clock if at <= now]


@transaction.atomic
def do_waiting(pk: int, now: datetime) -> dict[str, int]:
    """Claim every due step of one request, then do what still makes sense.

    After a late tick only the last reminder leaves, and none once somebody else is asked; alerts
    are for other people, and each leaves once.
    """
    demande = Demande.objects.select_for_update().get(pk=pk)
    if demande.state != State.WAITING or demande.first_answer_at is not None:
        return {}
    if not demande.is_asker_here:
        return {}
    # Called by phone: the desk moved it on, nobody waits any more.
    if demande.kind == Kind.EXPLOITANT and demande.desk_status != DeskStatus.A_TRAITER:
        return {}
    new = claim(demande, _due_steps(demande, now))
    if not new:
        return {}
    reminders = [step for step in new if step in REMINDERS]
    is_over = ClockStep.REOFFER in new or ClockStep.REOFFER in _done(demande)
    to_do = [] if is_over else reminders[-1:]
    to_do += [step for step in new if step not in reminders]
    for step in to_do:
        if step == ClockStep.REOFFER:
            _reoffer(demande, now)
        else:
            SAY[step](demande, now)
    return {str(step): 1 for step in to_do}


def do_orphan(pk: int, now: datetime) -> dict[str, int]:
    """Offer again one request whose ambassador left; closed meanwhile, nothing is done."""
    demande = Demande.objects.get(pk=pk)
    demandes.reoffer(demande, now, because=ClosedBecause.WITHDRAWN)
    return {"orphans_reoffered": 1}


def claim(demande: Demande, steps: list[ClockStep]) -> list[ClockStep]:
    """Mark these steps as done; return those that were not yet. To call under the row's lock."""
    new = [step for step in steps if step not in _done(demande)]
    ClockEvent.objects.bulk_create(ClockEvent(demande=demande, step=step) for step in new)
    return new


def _done(demande: Demande) -> set[str]:
    return set(demande.clock.values_list("step", flat=True))


def _reoffer(demande: Demande, now: datetime) -> None:
    """Offer it to the next best; the silent ambassador is paused after two in a row."""
    silent = demande.ambassadeur_id
    demandes.reoffer(demande, now)
    if silent is None:
        return
    Ambassadeur.objects.filter(pk=silent).update(unanswered_in_a_row=F("unanswered_in_a_row") + 1)
    host = Ambassadeur.objects.select_for_update(of=("self",)).filter(pk=silent).first()
    if host is None or host.unanswered_in_a_row < NUMBERS.pause_after_unanswered:
        return
    until = timezone.localdate(now) + timedelta(days=NUMBERS.pause_days)
    until = host.paused_until = max(until, host.paused_until or until)
    host.unanswered_in_a_row = 0
    host.save(update_fields=["paused_until", "unanswered_in_a_row"])
    paused(host, demande, until=until)
    touch_public_pages()


def _waiting_step(name: str, kind: Kind, label: str) -> Step:
    return Step(
        key=f"demandes.{name}",
        label=label,
        due=partial(waiting, kind),
        do=do_waiting,
        # Nothing more is offered to whom the same tick ends the mandate.
        after=("coproprietes.end_mandates",),
    )


WAITING = (
    _waiting_step(
        "remind_ambassadeurs",
        Kind.AMBASSADEUR,
        "Demandes sans réponse d’un ambassadeur : rappels, alerte de l’agence, reproposition",
    ),
    _waiting_step(
        "remind_exploitants",
        Kind.EXPLOITANT,
        "Demandes sans réponse d’un exploitant : rappel, alertes",
    ),
    _waiting_step(
        "remind_agences",
        Kind.AGENCE,
        "Demandes sans réponse d’une agence : rappel, alertes",
    ),
)
STEPS = (
    *WAITING,
    Step(
        key="demandes.reoffer_orphans",
        label="Demandes dont l’ambassadeur est parti : reproposées",
        due=demandes.orphans,
        do=do_orphan,
        after=tuple(step.key for step in WAITING),
    ),
    Step(
        key="demandes.forget_old",
        label="Demandes sans échange depuis longtemps : des chiffres seulement",
        due=erasure.of_old,
        do=erasure.forget_old,
    ),
    Step(
        key="demandes.forget_closed_accounts",
        label="Demandes des comptes effacés : closes, sans nom ni immeuble",
        due=lambda now: erasure.of_closed_accounts(),
        do=erasure.forget,
        after=("demandes.reoffer_orphans",),
    ),
)


def to_offer_again(ambassadeur: Ambassadeur) -> dict[str, Any]:
    """How many requests are open (`services.demandes.reoffer` closes them, by the clock)."""
    return {"open": Demande.objects.open().filter(ambassadeur=ambassadeur).count()}


def stays_closed(ambassadeur: Ambassadeur, since: datetime) -> str:
    """What was closed since the mandate ended was offered to others, and does not come back."""
    closed = Demande.objects.filter(
        ambassadeur=ambassadeur, closed_because=ClosedBecause.WITHDRAWN, closed_at__gte=since
    )
    number = closed.count()
    stay = "reste close" if number == 1 else "restent closes"
    said = f"{quantity(number, 'demande')} {stay} : nous avons cherché qui d’autre y répond."
    return said if number else ""


ENDING = Ending(template="demandes/_ending.html", read=to_offer_again, give_back=stays_closed)


# Whom the clock tells. Alerts name no person: places, days, organisations only.


REMINDERS = (ClockStep.REMINDER_3D, ClockStep.REMINDER_7D, ClockStep.WORKING_DAYS_REMINDER)


def _remind_ambassador(demande: Demande, *, last: bool) -> None:
    if demande.ambassadeur is None:
        return
    _tell(
        "last_reminder" if last else "reminder",
        [demande.ambassadeur.user],
        demande,
        ClockStep.REMINDER_7D if last else ClockStep.REMINDER_3D,
        url=demande.get_absolute_url(),
        asker=asker_name(demande),
        is_paused=demande.ambassadeur.is_paused,
    )


def _waited(demande: Demande, now: datetime) -> int:
    """For how many whole days, as the desks say it; not the number of the rule: the clock may have
    stopped for some."""
    return (now - demande.clock_from).days


def _alert_agencies(demande: Demande, now: datetime) -> None:
    """Tell the agency of the ambassador, who may be far from the person: it can write to them."""
    if demande.ambassadeur is None:
        return
    commune = demande.ambassadeur.copropriete.commune
    _tell(
        "agency_alert",
        people_near(OrganisationKind.AGENCE, commune),
        demande,
        ClockStep.AGENCY_ALERT,
        url="/agence/",
        days=_waited(demande, now),
        place=commune.after_a,
    )


def _remind_desk(demande: Demande, now: datetime) -> None:
    if demande.organisation is None:
        return
    people = answering(demande)
    step = ClockStep.WORKING_DAYS_REMINDER
    # An operator reads the place only when the person sent it.
    is_known = demande.kind == Kind.AGENCE or "commune" in demande.sent
    # Not the number of the rule: the clock may have stopped for some days.
    waited = working_days_between(demande.clock_from, now, demande.departement_id or "")
    context = {
        "days": waited,
        "place": _place(demande) if is_known else "",
        "building": which_building(demande),
    }
    if people:
        _tell("desk_reminder", people, demande, step, url=demande.get_absolute_url(), **context)
    else:
        mailbox.remind(demande, news="reminder", key=_key(demande, step), **context)


def _alert_collectivites(demande: Demande, now: datetime) -> None:
    _tell(
        "collectivite_alert",
        people_near(OrganisationKind.COLLECTIVITE, demande.commune),
        demande,
        ClockStep.COLLECTIVITE_ALERT,
        url="/collectivite/?etat=en_attente#demandes",
        days=_waited(demande, now),
        place=_place(demande),
        recipient=_recipient(demande),
        is_advice=demande.kind == Kind.AGENCE,
    )


def _alert_national_team(demande: Demande, now: datetime) -> None:
    team = User.objects.filter(
        memberships__organisation__kind=OrganisationKind.EQUIPE, is_active=True
    ).distinct()
    _tell(
        "national_alert",
        team,
        demande,
        ClockStep.NATIONAL_ALERT,
        url=reverse("national:late"),
        days=_waited(demande, now),
        place=_place(demande),
        recipient=_recipient(demande),
    )


def paused(ambassadeur: Ambassadeur, demande: Demande, *, until: date) -> None:
    """Say kindly that the mandate is on pause, until when, and how to resume."""
    tell(
        "demandes.paused",
        to=ambassadeur.user,
        key=f"pause-{ambassadeur.pk}-{demande.pk}",
        url=reverse("ambassadeurs:mandate"),
        context={
            "mandate": ambassadeur.pk,
            "until": until,
            "unanswered": NUMBERS.pause_after_unanswered,
            "reoffer_days": NUMBERS.reoffer_days,
        },
    )


SAY: dict[ClockStep, Callable[[Demande, datetime], None]] = {
    ClockStep.REMINDER_3D: lambda demande, _: _remind_ambassador(demande, last=False),
    ClockStep.REMINDER_7D: lambda demande, _: _remind_ambassador(demande, last=True),
    ClockStep.AGENCY_ALERT: _alert_agencies,
    ClockStep.WORKING_DAYS_REMINDER: _remind_desk,
    ClockStep.COLLECTIVITE_ALERT: _alert_collectivites,
    ClockStep.NATIONAL_ALERT: _alert_national_team,
}


def _tell(
    kind: str,
    people: Iterable[User],
    demande: Demande,
    step: ClockStep,
    *,
    url: str,
    **context: Any,
) -> None:
    for person in people:
        tell(
            f"demandes.{kind}",
            to=person,
            key=_key(demande, step),
            url=url,
            thread=demande.mail_thread,
            context={
                "demandes": [demande.pk],
                "since": demande.clock_from,
                "purpose": demande.purpose_noun,
                "reoffer_days": NUMBERS.reoffer_days,
            }
            | context,
        )


def _key(demande: Demande, step: ClockStep) -> str:
    again = f"-{demande.reopened_at:%Y%m%d%H%M%S}" if demande.reopened_at else ""
    return f"horloge-{demande.pk}-{step}{again}"


def _place(demande: Demande) -> str:
    return demande.commune.after_a if demande.commune else "commune inconnue"


def _recipient(demande: Demande) -> str:
    return demande.organisation.name if demande.organisation else "Le destinataire"
