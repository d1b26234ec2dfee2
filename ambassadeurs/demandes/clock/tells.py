"""Whom the clock tells. Alerts name no person: places, days, organisations only."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import User
from communaute.notifications.services import tell
from socle.calendar import working_days_between

from .. import mailbox
from ..enums import ClockStep, Kind
from ..names import asker_name, which_building
from ..numbers import NUMBERS
from ..territory import answering, people_near

if TYPE_CHECKING:
    from ambassadeurs.coproprietes.models import Ambassadeur

    from ..models import Demande

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
                "purpose": demande.get_purpose_display().lower(),
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
