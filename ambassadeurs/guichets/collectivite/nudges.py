"""A local authority reminds an operator or an agency of a demande of its territory that is late;
so does the national team."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from ambassadeurs.demandes.enums import Kind
from ambassadeurs.demandes.errors import DemandeError, NotAllowed
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.territory import answering, mailbox_of
from communaute.comptes.enums import OrganisationKind
from communaute.notifications.services import tell
from socle.calendar import date_format

from ..handling.links import desk_url
from ..lines import DeskLine
from ..models import Nudge
from ..numbers import NUMBERS
from ..perms import authority_that_nudges

if TYPE_CHECKING:
    from communaute.comptes.models import User


class NotLate(DemandeError):
    """One reminds of what is late only."""

    def __init__(self) -> None:
        super().__init__(
            "Cette demande n’est pas en retard : la réponse est arrivée, ou peut encore arriver "
            "à temps. Rien n’est envoyé."
        )


class NobodyThere(DemandeError):
    """One reminds somebody: nothing is kept as sent that reaches nobody."""

    def __init__(self, organisation: object) -> None:
        super().__init__(
            f"Personne ne peut recevoir cette relance : {organisation} n’a ni compte ouvert, ni "
            "adresse électronique. Rien n’est envoyé ; prévenez l’équipe nationale."
        )


class NudgedAlready(DemandeError):
    """One reminds once in a while, whoever does it."""

    def __init__(self, when: str, again: str) -> None:
        super().__init__(
            f"Cette demande a déjà été relancée le {when} : vous pourrez recommencer le {again}."
        )


@transaction.atomic
def nudge(*, actor: User, demande: Demande) -> Nudge:
    """Remind who should have answered; kept with who did it. Raises NotAllowed, NotLate,
    NudgedAlready, or NobodyThere when it reaches neither an account nor a mailbox.
    """
    Demande.objects.select_for_update().get(pk=demande.pk)
    demande = Demande.objects.for_list().get(pk=demande.pk)
    authority = authority_that_nudges(actor, demande)
    if authority is None:
        message = "Cette demande n’est pas de votre territoire, ou n’attend pas un organisme."
        raise NotAllowed(message)
    if not DeskLine(demande).is_late:
        raise NotLate
    now = timezone.now()
    last = demande.nudges.first()
    if last is not None and is_recent(last.at):
        raise NudgedAlready(_day(last.at), _day(last.at + _pause()))
    people = answering(demande)
    recipients = people or [box for box in (mailbox_of(demande),) if box]
    if not recipients:
        raise NobodyThere(demande.organisation)
    kept = Nudge.objects.create(demande=demande, organisation=authority, actor=actor, at=now)
    # An operator reads the place only when the person sent it.
    is_known = demande.kind == Kind.AGENCE or "commune" in demande.sent
    for person in recipients:
        tell(
            "guichets.nudge",
            to=person,
            key=f"relance-{kept.pk}",
            url=desk_url(demande) if people else "",
            thread=demande.mail_thread,
            context={
                "demandes": [demande.pk],
                "authority": authority.name,
                "is_team": authority.kind == OrganisationKind.EQUIPE,
                "since": demande.clock_from,
                "purpose": demande.get_purpose_display().lower(),
                "place": demande.commune.after_a if demande.commune and is_known else "",
            },
        )
    return kept


def last_nudge() -> Subquery:
    """When a demande was last reminded of, for a row of demandes."""
    nudges = Nudge.objects.filter(demande=OuterRef("pk")).order_by("-at")
    return Subquery(nudges.values("at")[:1])


def is_recent(at: datetime | None) -> bool:
    """Whether it is too early to remind again."""
    return at is not None and timezone.now() < at + _pause()


def _pause() -> timedelta:
    return timedelta(days=NUMBERS.nudge_days)


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F")
