"""What the clock says to whom. Alerts name no person: places, days, organisations only."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import User
from communaute.notifications.enums import NotificationKind
from communaute.notifications.services import notify
from socle.calendar import date_format

from . import mailbox
from .enums import ClockStep, Kind
from .names import asker_name
from .territory import answering, people_near

if TYPE_CHECKING:
    from ambassadeurs.coproprietes.models import Ambassadeur

    from .models import Demande

REMINDERS = (ClockStep.REMINDER_3D, ClockStep.REMINDER_7D, ClockStep.WORKING_DAYS_REMINDER)


def _remind_ambassador(demande: Demande, *, last: bool) -> None:
    if demande.ambassadeur is None:
        return
    body = (
        f"{asker_name(demande)} vous a écrit {_on(demande)}. Deux phrases suffisent, même pour "
        "dire que vous ne savez pas."
    )
    if last:
        body += (
            "\n\nSans réponse 14 jours après la demande, nous la proposerons à un autre "
            "ambassadeur. Pas le temps en ce moment ? Mettez votre mandat en pause en un clic."
        )
    step = ClockStep.REMINDER_7D if last else ClockStep.REMINDER_3D
    _tell(
        [demande.ambassadeur.user],
        demande,
        step,
        title="Une copropriété attend toujours votre réponse"
        if last
        else "On attend votre réponse",
        body=body,
        url=demande.get_absolute_url(),
        action="Répondre",
        why="Vous recevez ce message parce que vous êtes ambassadeur de votre copropriété.",
    )


def _alert_agencies(demande: Demande) -> None:
    """Tell the agency of the ambassador, who may be far from the person: it can write to them."""
    if demande.ambassadeur is None:
        return
    commune = demande.ambassadeur.copropriete.commune
    _tell(
        people_near(OrganisationKind.AGENCE, commune),
        demande,
        ClockStep.AGENCY_ALERT,
        title=f"Un ambassadeur ne répond pas depuis 10 jours, {commune.after_a}",
        body=(
            f"La demande date {_of(demande)}. L’ambassadeur a reçu deux rappels. "
            "Un mot de votre part suffit souvent. À 14 jours, nous la proposerons à quelqu’un "
            "d’autre."
        ),
        url="/agence/",
        action="Voir les alertes",
        why="Vous recevez ce message parce que votre agence couvre ce territoire.",
    )


def _remind_desk(demande: Demande) -> None:
    if demande.organisation is None:
        return
    people = answering(demande)
    title = f"Une copropriété attend votre réponse depuis cinq jours ouvrés{_sent_place(demande)}"
    body = (
        f"Sa demande date {_of(demande)} : {demande.get_purpose_display().lower()}. "
        "Répondez-lui, ou dites-lui quand vous le ferez."
    )
    why = "Vous recevez ce message parce que cette demande est adressée à votre organisme."
    if people:
        _tell(
            people,
            demande,
            ClockStep.WORKING_DAYS_REMINDER,
            title=title,
            body=body,
            url=demande.get_absolute_url(),
            action="Répondre",
            why=why,
        )
    else:
        mailbox.remind(demande, title=title, key=_key(demande, ClockStep.WORKING_DAYS_REMINDER))


def _alert_collectivites(demande: Demande) -> None:
    is_advice = demande.kind == Kind.AGENCE
    asked = "de conseil" if is_advice else "de raccordement"
    _tell(
        people_near(OrganisationKind.COLLECTIVITE, demande.commune),
        demande,
        ClockStep.COLLECTIVITE_ALERT,
        title=f"Une demande {asked} sans réponse depuis 14 jours, {_place(demande)}",
        body=(
            f"Une copropriété a écrit à {_recipient(demande)} {_on(demande)}. "
            "Elle n’a pas reçu de réponse. Vous pouvez en parler à "
            + ("l’agence." if is_advice else "l’exploitant.")
        ),
        url="/collectivite/?etat=en_attente#demandes",
        action="Voir les demandes du territoire",
        why="Vous recevez ce message parce que votre collectivité couvre ce territoire.",
    )


def _alert_national_team(demande: Demande) -> None:
    team = User.objects.filter(
        memberships__organisation__kind=OrganisationKind.EQUIPE, is_active=True
    ).distinct()
    _tell(
        team,
        demande,
        ClockStep.NATIONAL_ALERT,
        title=f"Une demande sans réponse depuis 30 jours, {_place(demande)}",
        body=(
            f"{_recipient(demande)} n’a pas répondu à une demande {_of(demande)} "
            f"({demande.get_purpose_display().lower()}). Les rappels n’ont pas suffi."
        ),
        url="/equipe/demandes-en-retard/",
        action="Voir les demandes en retard",
        why="Vous recevez ce message parce que vous êtes de l’équipe nationale.",
    )


def paused(ambassadeur: Ambassadeur, demande: Demande, *, until: date) -> None:
    """Say kindly that the mandate is on pause, until when, and how to resume."""
    notify(
        user=ambassadeur.user,
        kind=NotificationKind.REMINDER,
        key=f"pause-{ambassadeur.pk}-{demande.pk}",
        title=f"Votre mandat est en pause jusqu’au {date_format(until, 'j F Y')}",
        body=(
            "Deux demandes de suite sont restées sans réponse pendant 14 jours. Cela arrive : nous "
            "avons mis votre mandat en pause, pour que personne n’attende en vain.\n\n"
            "Vous pouvez reprendre dès maintenant, en un clic. Sinon, la pause finit toute seule."
        ),
        url="/ambassadeurs/mon-mandat/",
        mail="notification",
        context={
            "action_label": "Reprendre mon mandat",
            "why": "Vous recevez ce message parce que vous êtes ambassadeur de votre copropriété.",
        },
    )


SAY: dict[ClockStep, Callable[[Demande], None]] = {
    ClockStep.REMINDER_3D: lambda demande: _remind_ambassador(demande, last=False),
    ClockStep.REMINDER_7D: lambda demande: _remind_ambassador(demande, last=True),
    ClockStep.AGENCY_ALERT: _alert_agencies,
    ClockStep.WORKING_DAYS_REMINDER: _remind_desk,
    ClockStep.COLLECTIVITE_ALERT: _alert_collectivites,
    ClockStep.NATIONAL_ALERT: _alert_national_team,
}


def _tell(
    people: Iterable[User],
    demande: Demande,
    step: ClockStep,
    *,
    title: str,
    body: str,
    url: str,
    action: str,
    why: str,
) -> None:
    for person in people:
        notify(
            user=person,
            kind=NotificationKind.REMINDER,
            key=_key(demande, step),
            title=title,
            body=body,
            url=url,
            mail="notification",
            context={"thread": demande.mail_thread, "action_label": action, "why": why},
        )


def _key(demande: Demande, step: ClockStep) -> str:
    again = f"-{demande.reopened_at:%Y%m%d%H%M%S}" if demande.reopened_at else ""
    return f"horloge-{demande.pk}-{step}{again}"


def _place(demande: Demande) -> str:
    return demande.commune.after_a if demande.commune else "commune inconnue"


def _sent_place(demande: Demande) -> str:
    """The place as the recipient may know it: an operator, only when the person sent it."""
    is_known = demande.kind == Kind.AGENCE or "commune" in demande.sent
    return f", {_place(demande)}" if is_known else ""


def _recipient(demande: Demande) -> str:
    return demande.organisation.name if demande.organisation else "Le destinataire"


def _on(demande: Demande) -> str:
    return f"le {_day(demande)}"


def _of(demande: Demande) -> str:
    return f"du {_day(demande)}"


def _day(demande: Demande) -> str:
    return date_format(timezone.localtime(demande.clock_from), "j F")
