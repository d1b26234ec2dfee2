"""Figures of the mises en relation on `/stats/`: what was asked, answered, visited, connected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet

from ambassadeurs.mises_en_relation.enums import DeskStatus, Kind
from ambassadeurs.mises_en_relation.models import Demande
from ambassadeurs.mises_en_relation.querysets import CLOCK_FROM
from ambassadeurs.visites.enums import VisitState
from ambassadeurs.visites.models import Visit
from socle.medians import median_delay
from socle.small_counts import is_small, masked, small_below

from .numbers import NUMBERS


@dataclass(frozen=True)
class RelationFigures:
    """Counts of 1 to 4 are None: masked. A request offered again counts once, as the last one.

    `by_kind`: (kind, count). `answered_share` is in percent, None when masked or when nothing
    was asked; `median` is to the first answer, None below five answers.
    """

    total: int | None
    recent: int | None
    answered: int | None
    answered_share: int | None
    median: timedelta | None
    visits_held: int | None
    connected: int | None
    by_kind: list[tuple[str, int | None]]


def relation_figures(now: datetime) -> RelationFigures:
    """Three queries."""
    asked = Demande.objects.filter(reoffers__isnull=True)
    is_answered = Q(first_answer_at__isnull=False)
    counts = asked.aggregate(
        total=Count("pk"),
        recent=Count("pk", filter=Q(created_at__gte=now - timedelta(days=NUMBERS.recent_days))),
        answered=Count("pk", filter=is_answered),
        connected=Count("pk", filter=Q(desk_status=DeskStatus.RACCORDE)),
        **{kind.value: Count("pk", filter=Q(kind=kind)) for kind in Kind},
    )
    held = Visit.objects.filter(state=VisitState.HELD).count()
    kinds = masked({kind: counts[kind.value] for kind in Kind})
    total, answered = counts["total"], counts["answered"]
    # The share and the total would tell how many: both sides of it must be large enough to show.
    sides = (answered, total - answered)
    tells = total >= small_below() and not any(is_small(side) for side in sides)
    return RelationFigures(
        total=_alone(total),
        recent=_alone(counts["recent"]),
        answered=answered if tells or not total else None,
        answered_share=round(answered * 100 / total) if tells else None,
        median=_median_delay(asked.filter(is_answered), answered),
        visits_held=_alone(held),
        connected=_alone(counts["connected"]),
        by_kind=[(kind.value, kinds[kind]) for kind in Kind],
    )


def _alone(count: int) -> int | None:
    return masked({"": count})[""]


def _median_delay(rows: QuerySet, answered: int) -> timedelta | None:
    """None below five answers: the middle of one or two is somebody's own delay."""
    delay = ExpressionWrapper(F("first_answer_at") - CLOCK_FROM, DurationField())
    middle = median_delay(rows, delay, answered)
    return middle if answered >= small_below() else None
