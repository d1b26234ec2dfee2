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
from ambassadeurs.demandes.names import which_building
from ambassadeurs.demandes.services.desk_acts import as_told
from ambassadeurs.demandes.territory import answering, mailbox_of
from communaute.comptes.enums import OrganisationKind
from communaute.notifications.services import tell
from socle.calendar import date_format

from ..lines import DeskLine, desk_url
from ..models import Nudge
from ..numbers import NUMBERS
from ..perms import authority_that_nudges

if TYPE_CHECKING:
    from communaute.comptes.models import Organisation, User


class NotLate(DemandeError):
    """One reminds of what is late only."""

    def __init__(self) -> None:
        super().__init__(
            "Cette demande n’est pas en retard : l’organisme s’en est occupé, ou peut encore "
            "répondre à temps. Rien n’est envoyé."
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

    def __init__(self, when: str, who: str, again: str) -> None:
        super().__init__(
            f"Cette demande a déjà été relancée le {when}, par {who} : rien n’est envoyé. "
            f"Vous pourrez recommencer le {again}."
        )


@transaction.atomic
def nudge(*, actor: User, demande: Demande) -> Nudge:
    """Remind who should have answered; kept with who did it. What they have just done and may still
    take back is not told: the reminder leaves once it can no longer be, if it is still true.
    Raises NotAllowed, NotLate, NudgedAlready, or NobodyThere when it reaches neither an account nor
    a mailbox.
    """
    Demande.objects.select_for_update().get(pk=demande.pk)
    demande = Demande.objects.for_list().get(pk=demande.pk)
    authority = authority_that_nudges(actor, demande)
    if authority is None:
        message = "Cette demande n’est pas de votre territoire, ou n’attend pas un organisme."
        raise NotAllowed(message)
    as_told([demande])
    if not DeskLine(demande).is_late:
        raise NotLate
    now = timezone.now()
    last = demande.nudges.first()
    if last is not None and is_recent(last.at):
        when = date_format(timezone.localtime(last.at), "j F à H:i")
        again = date_format(timezone.localtime(last.at + _pause()), "j F")
        raise NudgedAlready(when, _who(last, actor, authority), again)
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
            not_before=demande.told_from,
            context={
                "demandes": [demande.pk],
                "authority": authority.name,
                "building": which_building(demande),
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


def _who(last: Nudge, reader: User, authority: Organisation) -> str:
    """Who reminded, for this reader: a colleague by name, else their organisation."""
    if last.actor_id == reader.pk:
        return "vous"
    if last.organisation_id == authority.pk and last.actor is not None:
        return f"votre collègue {last.actor.public_name}"
    return str(last.organisation)
