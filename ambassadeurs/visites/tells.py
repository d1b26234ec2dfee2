"""What people are told about visits, in which words. Never an address, never a meeting point."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from ambassadeurs.mises_en_relation.territory import people_near
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import User
from communaute.notifications.enums import NotificationKind
from communaute.notifications.services import notify
from socle.calendar import date_format

from .enums import BookingState, VisitState

if TYPE_CHECKING:
    from datetime import datetime

    from .models import Booking, Visit

PLACE_LATER = (
    "Le lieu de rendez-vous s’affiche sur la page de la visite 24 heures avant, "
    "pour les personnes inscrites seulement."
)
PLACE_MOVED = "Le lieu de rendez-vous n’est plus le même : voyez-le sur la page de la visite."
WHY_VISITOR = "Vous recevez ce message parce que vous êtes inscrit à cette visite."
WHY_HOST = "Vous recevez ce message parce que vous proposez cette visite."


def when(moment: datetime) -> str:
    """« samedi 5 décembre à 10 h 30 », in Paris."""
    return date_format(timezone.localtime(moment), r"l j F \à G \h i").replace(" h 00", " h")


def proposed(visit: Visit, person: User) -> None:
    """To somebody who asked this host for a visit."""
    host = visit.ambassadeur
    _tell(
        person,
        f"visite-proposee-{visit.pk}",
        f"{host.first_name}, « {host.copropriete.name} », propose une date de visite",
        f"C’est {when(visit.starts_at)}, pour {visit.minutes} minutes. "
        "Les places vont aux premiers inscrits : réservez la vôtre sur la page.",
        visit,
        action="Voir la visite et réserver",
        why="Vous recevez ce message parce que vous lui avez demandé une visite.",
    )


def booked(booking: Booking) -> None:
    """What became of the place just asked for: to the visitor, and to the host."""
    visit = booking.visit
    name = visit.ambassadeur.copropriete.name
    stamp = booking.booked_at.isoformat()
    if booking.state == BookingState.CONFIRMED:
        title = f"Votre visite de « {name} » est réservée"
        body = (
            f"Rendez-vous {when(visit.starts_at)}, pour {visit.minutes} minutes. {PLACE_LATER}\n\n"
            "Un empêchement ? Annulez sur la page au plus tard 24 heures avant : "
            "quelqu’un d’autre aura la place."
        )
        action = "Voir la visite, l’ajouter à mon agenda"
    elif booking.state == BookingState.WAITING_LIST:
        title = f"Vous êtes sur la liste d’attente de « {name} »"
        body = (
            f"La visite du {when(visit.starts_at)} est complète. Si une place se libère, "
            "elle est pour vous, dans l’ordre des demandes. Un courriel vous préviendra."
        )
        action = "Voir la visite"
    else:
        title = f"Votre demande de visite de « {name} » attend un accord"
        body = (
            "Vous avez manqué deux visites en six mois. L’agence locale de l’énergie donne donc "
            f"son accord avant de confirmer celle du {when(visit.starts_at)}. "
            "Votre place est gardée en attendant."
        )
        action = "Voir la visite"
    _tell(booking.user, f"visite-place-{booking.pk}-{stamp}", title, body, visit, action=action)
    if booking.state != BookingState.WAITING_LIST:
        _tell_host(
            visit,
            f"visite-inscrit-{booking.pk}-{stamp}",
            f"Une personne s’est inscrite à votre visite du {when(visit.starts_at)}",
            f"{booking.user.public_name} viendra visiter « {name} ».",
        )


def to_approve(booking: Booking) -> None:
    """Ask the agencies of the territory, most precise level first."""
    visit = booking.visit
    commune = visit.ambassadeur.copropriete.commune
    for person in people_near(OrganisationKind.AGENCE, commune):
        notify(
            user=person,
            kind=NotificationKind.VISIT,
            key=f"visite-accord-{booking.pk}-{booking.booked_at.isoformat()}",
            title=f"Une inscription à une visite attend votre accord, {commune.after_a}",
            body=(
                "Cette personne a manqué deux visites en six mois. "
                f"La visite a lieu {when(visit.starts_at)}."
            ),
            url="/visites/a-valider/",
            mail="notification",
            context={
                "action_label": "Donner ou refuser l’accord",
                "why": "Vous recevez ce message parce que votre agence couvre ce territoire.",
            },
        )


def promoted(booking: Booking) -> None:
    visit = booking.visit
    needs_approval = booking.state == BookingState.REQUESTED
    _tell(
        booking.user,
        f"visite-promue-{booking.pk}-{booking.booked_at.isoformat()}",
        f"Une place s’est libérée : « {visit.ambassadeur.copropriete.name} »",
        f"Elle est pour vous : {when(visit.starts_at)}, pour {visit.minutes} minutes. "
        + ("L’agence locale doit encore donner son accord. " if needs_approval else "")
        + PLACE_LATER
        + "\n\nVous ne pouvez plus venir ? Annulez sur la page : "
        "la personne suivante sera prévenue.",
        visit,
    )


def approved(booking: Booking) -> None:
    visit = booking.visit
    _tell(
        booking.user,
        f"visite-accordee-{booking.pk}-{booking.booked_at.isoformat()}",
        f"Votre visite de « {visit.ambassadeur.copropriete.name} » est confirmée",
        f"L’agence a donné son accord. Rendez-vous {when(visit.starts_at)}. {PLACE_LATER}",
        visit,
    )


def refused(booking: Booking) -> None:
    visit = booking.visit
    _tell(
        booking.user,
        f"visite-refusee-{booking.pk}-{booking.booked_at.isoformat()}",
        f"Votre visite de « {visit.ambassadeur.copropriete.name} » n’est pas confirmée",
        "L’agence locale n’a pas donné son accord, après deux absences en six mois. "
        "Répondez à ce message si vous pensez que c’est une erreur : une personne vous lira.",
        visit,
    )


def given_up(booking: Booking, *, instead: list[Booking]) -> None:
    """`instead`: who has the place now, from the waiting list."""
    names = ", ".join(place.user.public_name for place in instead)
    _tell_host(
        booking.visit,
        f"visite-renonce-{booking.pk}-{_stamp(booking.cancelled_at)}",
        f"Une personne ne viendra pas à votre visite du {when(booking.visit.starts_at)}",
        f"{booking.user.public_name} a annulé. "
        + (
            f"Sa place va à {names}, de la liste d’attente."
            if names
            else "La place est de nouveau libre. Vous n’avez rien à faire."
        ),
    )


def cancelled(visit: Visit, booking: Booking, *, note: str) -> None:
    # The page of a host who left is gone.
    stays = visit.ambassadeur.is_public
    _tell(
        booking.user,
        f"visite-annulee-{visit.pk}",
        f"La visite de « {visit.ambassadeur.copropriete.name} » est annulée",
        (f"« {note} »\n\n" if note else "")
        + f"Elle devait avoir lieu {when(visit.starts_at)}. Nous en sommes désolés. "
        + (
            "Sur la page de la copropriété, voyez ses autres dates, ou posez votre question par "
            "écrit."
            if stays
            else "D’autres copropriétés raccordées proposent des visites, ou répondent par écrit."
        ),
        visit,
        action="Voir la copropriété" if stays else "Voir les copropriétés raccordées",
        url=visit.ambassadeur.copropriete.get_absolute_url()
        if stays
        else reverse("ambassadeurs:list"),
    )


def changed(visit: Visit, booking: Booking, *, was: datetime, place: bool) -> None:
    """`place`: the meeting point, which this person could see, is another one."""
    moved = was != visit.starts_at
    _tell(
        booking.user,
        f"visite-changee-{visit.pk}-{visit.sequence}",
        f"La visite de « {visit.ambassadeur.copropriete.name} » "
        + (f"passe au {when(visit.starts_at)}" if moved else "a changé"),
        (f"Elle était prévue {when(was)}. " if moved else "")
        + f"Elle a lieu {when(visit.starts_at)}, pour {visit.minutes} minutes. "
        + (PLACE_MOVED if place and not moved else PLACE_LATER)
        + "\n\nAjoutez-la de nouveau à votre agenda : l’ancienne date sera remplacée.",
        visit,
    )


def reminder(booking: Booking) -> None:
    visit = booking.visit
    _tell(
        booking.user,
        f"visite-rappel-{booking.pk}-{visit.sequence}",
        f"Rappel : votre visite a lieu {when(visit.starts_at)}",
        f"« {visit.ambassadeur.copropriete.name} », pour {visit.minutes} minutes. {PLACE_LATER}\n\n"
        "Un empêchement ? Annulez dès maintenant sur la page : quelqu’un d’autre aura la place.",
        visit,
    )


def host_reminder(visit: Visit, *, visitors: int) -> None:
    people = f"{visitors} personnes inscrites" if visitors > 1 else "Une personne inscrite"
    missing = "" if visit.meeting_point else "\n\nPensez à indiquer le lieu de rendez-vous."
    _tell_host(
        visit,
        f"visite-rappel-hote-{visit.pk}-{visit.sequence}",
        f"Rappel : vous recevez {when(visit.starts_at)}",
        f"{people} pour « {visit.ambassadeur.copropriete.name} ».{missing}",
    )


def outcome(visit: Visit) -> None:
    _tell_host(
        visit,
        f"visite-issue-{visit.pk}",
        "Votre visite a-t-elle eu lieu ?",
        f"Elle était prévue {when(visit.starts_at)}. Dites qui est venu : cela prend une minute, "
        "et les places vont à ceux qui viennent.",
        action="Dire qui est venu",
        url=reverse("visites:attendance", args=[visit.public_id]),
    )


def adviser(visit: Visit, *, news: str) -> None:
    """To the agency of the place, whose adviser is, was or is no more invited (`news`, a title)."""
    host, commune = visit.ambassadeur, visit.ambassadeur.copropriete.commune
    is_on = visit.state == VisitState.PROPOSED
    for person in people_near(OrganisationKind.AGENCE, commune):
        _tell(
            person,
            f"visite-conseiller-{visit.pk}-{visit.sequence}",
            f"{news}, {commune.after_a}",
            f"{host.first_name} reçoit {when(visit.starts_at)}, pour {visit.minutes} minutes."
            if is_on
            else f"{host.first_name} devait recevoir {when(visit.starts_at)}.",
            visit,
            action="Voir la visite" if is_on else "Voir mon espace",
            why="Vous recevez ce message parce que votre agence couvre ce territoire.",
            # The page of a host whose mandate ended is not for the agency.
            url="" if is_on else "/agence/",
        )


def _stamp(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _tell_host(
    visit: Visit, key: str, title: str, body: str, *, action: str = "Voir ma visite", url: str = ""
) -> None:
    host = visit.ambassadeur.user
    _tell(host, key, title, body, visit, action=action, why=WHY_HOST, url=url)


def _tell(
    user: User,
    key: str,
    title: str,
    body: str,
    visit: Visit,
    *,
    action: str = "Voir la visite",
    why: str = WHY_VISITOR,
    url: str = "",
) -> None:
    context: dict[str, Any] = {
        "thread": f"visite-{visit.pk}",
        "action_label": action,
        "why": why,
    }
    notify(
        user=user,
        kind=NotificationKind.VISIT,
        key=key,
        title=title,
        body=body,
        url=url or visit.get_absolute_url(),
        mail="notification",
        context=context,
    )
