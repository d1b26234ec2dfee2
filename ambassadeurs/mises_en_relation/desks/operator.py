"""The operator's desk: prospects in order, one prospect, figures, export. Sent facts only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from statistics import median_low
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.utils import timezone

from communaute.territoires.text import normalise

from ..enums import DeskStatus, Kind, State
from ..models import MiseEnRelation
from ..prospects import LABELS, Potential, potential, score_expression
from ..querysets import CLOCK_FROM
from ..recipients import expected_before
from .line import DeskLine

if TYPE_CHECKING:
    from ..querysets import MiseEnRelationQuerySet

PAGE_SIZE: Final = 25
WAITING: Final = "attente"
BY_POTENTIAL: Final = "potentiel"
# Nothing more to win there: after the others, whatever their potential.
_OVER: Final = (DeskStatus.RACCORDE, DeskStatus.NON_REALISABLE, DeskStatus.ABANDONNE)
_RANK: Final = {status: rank for rank, status in enumerate(DeskStatus)}


@dataclass(frozen=True)
class Line(DeskLine):
    """A prospect as the desk shows it, from what was sent."""

    potential: Potential

    @property
    def title(self) -> str:
        return self.mise.sent.get(LABELS["name"]) or "Immeuble sans nom"

    @property
    def facts(self) -> list[str]:
        """The line of the list: where, how big, which boiler, when they meet."""
        sent = self.mise.sent
        lots, assembly = sent.get(LABELS["lots"]), sent.get(LABELS["assembly"])
        year, power = sent.get(LABELS["boiler_year"]), sent.get(LABELS["boiler_power"])
        boiler = ", ".join(part for part in (year, power) if part)
        parts = [
            sent.get(LABELS["commune"]),
            f"{lots} lots" if lots else "",
            sent.get(LABELS["energy"]),
            f"chaudière {boiler}" if boiler else "",
            f"assemblée générale le {assembly}" if assembly else "",
        ]
        return [part for part in parts if part]


@dataclass(frozen=True)
class Figures:
    """`median_answer` is None until a first answer; `by_status`: (label, count), zeros left out."""

    total: int
    waiting: int
    late: int
    median_answer: timedelta | None
    by_status: list[tuple[str, int]]


def line_of(mise: MiseEnRelation) -> Line:
    return Line(
        mise,
        potential(
            dwellings=mise.sent_dwellings,
            distance_m=mise.sent_distance_m,
            boiler_year=mise.sent_boiler_year,
            year=timezone.localdate().year,
        ),
    )


def for_desk(rows: MiseEnRelationQuerySet) -> MiseEnRelationQuerySet:
    """With network and colleague; nothing of the person, no unsent fact."""
    return rows.select_related("reseau", "assigned_to")


def filtered(rows: MiseEnRelationQuerySet, filters: dict[str, Any]) -> MiseEnRelationQuerySet:
    """By the cleaned fields of `OperatorFilterForm`, all optional."""
    if filters.get("reseau"):
        rows = rows.filter(reseau=filters["reseau"])
    if filters.get("etat") == WAITING:
        rows = rows.waiting()
    elif filters.get("etat"):
        rows = rows.filter(desk_status=filters["etat"])
    if filters.get("energie"):
        rows = rows.filter(sent_energy=filters["energie"])
    if filters.get("suivi"):
        rows = rows.filter(assigned_to=None if filters["suivi"] == "personne" else filters["suivi"])
    if filters.get("logements"):
        rows = rows.filter(sent_dwellings__gte=filters["logements"])
    for word in normalise(filters.get("texte") or "").split()[:6]:
        rows = rows.filter(sent_text__contains=word)
    return rows


def ordered(rows: MiseEnRelationQuerySet, by: str = "") -> MiseEnRelationQuerySet:
    """Those who wait first, oldest first, then by status; or by potential, best first.

    By potential, what is connected or given up comes last.
    """
    if by == BY_POTENTIAL:
        score = score_expression(timezone.localdate().year)
        is_over = Case(When(desk_status__in=_OVER, then=Value(1)), default=Value(0))
        return rows.annotate(score=score, is_over=is_over).order_by(
            "is_over", "-score", "created_at", "pk"
        )
    turn = Case(
        When(state=State.WAITING, then=Value(-1)),
        *(When(desk_status=status, then=Value(rank)) for status, rank in _RANK.items()),
        default=Value(len(_RANK)),
        output_field=IntegerField(),
    )
    return rows.annotate(turn=turn).order_by("turn", "created_at", "pk")


def figures(rows: MiseEnRelationQuerySet) -> Figures:
    """All the prospects of the desk, whatever the filters; answers of twelve months (2 queries)."""
    counts = dict(rows.order_by().values_list("desk_status").annotate(number=Count("pk")))
    now = timezone.now()
    waiting, delays = [], []
    answered = Q(first_answer_at__isnull=False, created_at__gte=now - timedelta(days=365))
    # Working days are not for SQL, nor is a median on both databases.
    for state, asked, answer in (
        rows.filter(Q(state=State.WAITING) | answered)
        .order_by()
        .values_list("state", CLOCK_FROM, "first_answer_at")
    ):
        if state == State.WAITING:
            waiting.append(asked)
        if answer is not None:
            delays.append(answer - asked)
    return Figures(
        total=sum(counts.values()),
        waiting=len(waiting),
        late=sum(expected_before(Kind.EXPLOITANT, asked) < now for asked in waiting),
        median_answer=median_low(delays) if delays else None,
        by_status=[(status.label, counts[status]) for status in DeskStatus if counts.get(status)],
    )


def export_rows(rows: Iterable[MiseEnRelation]) -> Iterator[list[object]]:
    """Titles, then one line per prospect: the follow-up, and what each person agreed to send."""
    labels = [*LABELS.values(), "Mon adresse électronique"]
    yield ["demande", "recue_le", "suivi", "reseau", "confiee_a", "potentiel", *labels]
    for mise in rows:
        line = line_of(mise)
        yield [
            mise.public_id,
            timezone.localtime(mise.created_at).strftime("%Y-%m-%d"),
            mise.get_desk_status_display(),
            mise.reseau.name if mise.reseau else "",
            mise.assigned_to.public_name if mise.assigned_to else "",
            line.potential.score,
            *(mise.sent.get(label, "") for label in labels),
        ]


def lines(rows: Iterable[MiseEnRelation]) -> list[Line]:
    return [line_of(mise) for mise in rows]
