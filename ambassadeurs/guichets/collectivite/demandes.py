"""The requests of a territory as others than their parties may read them: no person, no building.

Of each: a month, a commune, what is asked, of which operator or agency, where it stands. Of an
ambassador, who is a neighbour, neither the name nor the network, which may have one only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.utils import timezone

from ambassadeurs.demandes.enums import Kind, State
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.querysets import CLOCK_FROM
from ambassadeurs.demandes.services.desk_acts import as_told
from communaute.comptes.territories import inside

from ..lines import DeskLine
from .nudges import is_recent, last_nudge

if TYPE_CHECKING:
    from ambassadeurs.demandes.querysets import DemandeQuerySet
    from communaute.comptes.models import Coverage

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
