"""The requests of a territory as others than their parties may read them: no person, no building.

Of each: a month, a commune, what is asked, of which operator or agency, where it stands. Of an
ambassador, who is a neighbour, neither the name nor the network, which may have one only.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.utils import timezone

from ambassadeurs.demandes.enums import Kind, State
from ambassadeurs.demandes.errors import DemandeError, NotAllowed
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.names import which_building
from ambassadeurs.demandes.perms import answering, mailbox_of
from ambassadeurs.demandes.querysets import CLOCK_FROM, DemandeQuerySet
from ambassadeurs.demandes.services.desk_acts import as_told
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Coverage, Organisation, User
from communaute.comptes.territories import inside
from communaute.notifications.services import tell
from socle.calendar import date_format

from ..lines import DeskLine, desk_url
from ..models import Nudge
from ..numbers import NUMBERS
from ..perms import authority_that_nudges

TITLES = (
    "mois",
    "commune",
    "code_commune",
    "destinataire",
    "organisme",
    "objet",
    "reseau",
    "etat",
    "suivi",
    "attend_depuis",
    "reponse_attendue_avant",
    "en_retard",
)
# What counts read of those that are held.
READ_APART = (
    *("kind", "state", "desk_status", "told_from"),
    *("created_at", "reopened_at", "first_answer_at"),
)


class DemandeLine(DeskLine):
    """One request without what leads to somebody."""

    @property
    def recipient(self) -> str:
        return self.demande.organisation.name if self.demande.organisation else "Un ambassadeur"

    @property
    def network(self) -> str:
        demande = self.demande
        return demande.reseau.name if demande.reseau and demande.kind != Kind.AMBASSADEUR else ""

    @property
    def may_be_nudged(self) -> bool:
        """Late, waiting for an organisation, and not reminded of lately."""
        is_to_answer = self.is_late and self.demande.kind != Kind.AMBASSADEUR
        return is_to_answer and not is_recent(self.nudged_at)

    @property
    def nudged_at(self) -> datetime | None:
        """When a local authority last reminded of it (rows of `of_territory`)."""
        return getattr(self.demande, "last_nudge_at", None)

    @property
    def status(self) -> str:
        """Where it stands: the operator's follow-up while open, else the state of the exchange."""
        demande = self.demande
        if demande.kind == Kind.EXPLOITANT and demande.state != State.CLOSED:
            return demande.get_desk_status_display()
        return demande.get_state_display()


def of_territory(coverages: list[Coverage], filters: dict[str, Any]) -> DemandeQuerySet:
    """Those who wait first, oldest first; then the others, latest first.

    `filters`: cleaned fields of `DemandFilterForm`.
    """
    rows = Demande.objects.counted_once().filter(inside(coverages))
    if filters.get("nature"):
        rows = rows.filter(kind=filters["nature"])
    if filters.get("etat"):
        rows = _in_state(rows, filters["etat"])
    if filters.get("commune"):
        rows = rows.filter(commune=filters["commune"])
    waiting = Case(
        When(state=State.WAITING, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    since = Case(When(state=State.WAITING, then=CLOCK_FROM))
    return (
        rows.select_related("commune", "reseau", "organisation", "requester")
        .defer("sent", "sent_text", "consent_text", "desk_comment")
        .order_by(waiting, F("since").asc(nulls_last=True), "-created_at", "pk")
        .annotate(since=since, last_nudge_at=last_nudge())
    )


def _in_state(rows: DemandeQuerySet, state: str) -> DemandeQuerySet:
    """Those in this state as they are told: what may still be taken back is read apart."""
    _, held = told_and_held(rows)
    there = [one.pk for one in held if one.state == state]
    is_read_apart = Q(pk__in=[one.pk for one in held])
    return rows.filter(~is_read_apart & Q(state=state) | Q(pk__in=there))


def told_and_held(rows: DemandeQuerySet) -> tuple[DemandeQuerySet, list[Demande]]:
    """Those that are all told, and those of which something may still be taken back, as they are
    told (1 query, 2 when there are some)."""
    held = list(rows.filter(told_from__gt=timezone.now()).order_by().only(*READ_APART))
    as_told(held)
    return rows.exclude(pk__in=[one.pk for one in held]), held


def csv_rows(rows: Iterable[Demande]) -> Iterator[tuple[str, ...]]:
    """Titles, then a line per request."""
    yield TITLES
    rows = list(rows)
    as_told(rows)
    for demande in rows:
        line, commune = DemandeLine(demande), demande.commune
        waits = line.is_waiting
        yield (
            f"{timezone.localtime(demande.created_at):%Y-%m}",
            commune.name if commune else "",
            commune.code if commune else "",
            demande.get_kind_display(),
            demande.organisation.name if demande.organisation else "",
            demande.get_purpose_display(),
            line.network,
            demande.get_state_display(),
            demande.get_desk_status_display() if demande.kind == Kind.EXPLOITANT else "",
            f"{timezone.localtime(demande.clock_from):%Y-%m-%d}" if waits else "",
            f"{timezone.localtime(line.due_at):%Y-%m-%d}" if waits else "",
            "oui" if line.is_late else "non",
        )


# A local authority reminds an operator or an agency of a demande of its territory that is late;
# so does the national team.


class NotLate(DemandeError):
    """One reminds of what is late only."""

    message = (
        "Cette demande n’est pas en retard : l’organisme s’en est occupé, ou peut encore "
        "répondre à temps. Rien n’est envoyé."
    )


class NobodyThere(DemandeError):
    """One reminds somebody: nothing is kept as sent that reaches nobody."""

    def __init__(self, organisation: object, *, is_team: bool) -> None:
        super().__init__(
            f"Personne ne peut recevoir cette relance : {organisation} n’a ni compte ouvert, ni "
            "adresse électronique. Rien n’est envoyé"
            + ("." if is_team else " ; prévenez l’équipe nationale.")
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
        is_team = authority.kind == OrganisationKind.EQUIPE
        raise NobodyThere(demande.organisation, is_team=is_team)
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
                "outside": not people,
                "since": demande.clock_from,
                "purpose": demande.purpose_noun,
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
