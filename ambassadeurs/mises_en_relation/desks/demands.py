"""The requests of a territory as others than their parties may read them: no person, no building.

Of each: a month, a commune, what is asked, of which operator or agency, where it stands. Of an
ambassador, who is a neighbour, neither the name nor the network, which may have one only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, IntegerField, Value, When
from django.utils import timezone

from communaute.comptes.territories import inside

from ..enums import Kind, State
from ..models import MiseEnRelation
from ..querysets import CLOCK_FROM
from .line import DeskLine

if TYPE_CHECKING:
    from communaute.comptes.models import Coverage

    from ..querysets import MiseEnRelationQuerySet

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


class Demand(DeskLine):
    """One request without what leads to somebody."""

    @property
    def recipient(self) -> str:
        return self.mise.organisation.name if self.mise.organisation else "Un ambassadeur"

    @property
    def network(self) -> str:
        mise = self.mise
        return mise.reseau.name if mise.reseau and mise.kind != Kind.AMBASSADEUR else ""

    @property
    def status(self) -> str:
        """Where it stands: the operator's follow-up, else the state of the exchange."""
        mise = self.mise
        if mise.kind == Kind.EXPLOITANT:
            return mise.get_desk_status_display()
        return mise.get_state_display()


def of_territory(coverages: list[Coverage], filters: dict[str, Any]) -> MiseEnRelationQuerySet:
    """Those who wait first, oldest first; then the others, latest first.

    `filters`: cleaned fields of `DemandFilterForm`.
    """
    rows = MiseEnRelation.objects.counted_once().filter(inside(coverages))
    if filters.get("nature"):
        rows = rows.filter(kind=filters["nature"])
    if filters.get("etat"):
        rows = rows.filter(state=filters["etat"])
    if filters.get("commune"):
        rows = rows.filter(commune=filters["commune"])
    waiting = Case(
        When(state=State.WAITING, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    since = Case(When(state=State.WAITING, then=CLOCK_FROM))
    return (
        rows.select_related("commune", "reseau", "organisation")
        .defer("sent", "sent_text", "consent_text", "desk_comment")
        .order_by(waiting, F("since").asc(nulls_last=True), "-created_at", "pk")
        .annotate(since=since)
    )


def csv_rows(rows: Iterable[MiseEnRelation]) -> Iterator[tuple[str, ...]]:
    """Titles, then a line per request."""
    yield TITLES
    for mise in rows:
        line, commune = Demand(mise), mise.commune
        waits = line.is_waiting
        yield (
            f"{timezone.localtime(mise.created_at):%Y-%m}",
            commune.name if commune else "",
            commune.code if commune else "",
            mise.get_kind_display(),
            mise.organisation.name if mise.organisation else "",
            mise.get_purpose_display(),
            line.network,
            mise.get_state_display(),
            mise.get_desk_status_display() if mise.kind == Kind.EXPLOITANT else "",
            f"{timezone.localtime(mise.clock_from):%Y-%m-%d}" if waits else "",
            f"{timezone.localtime(line.due_at):%Y-%m-%d}" if waits else "",
            "oui" if line.is_late else "non",
        )
