"""Public figures of moderation, computed live, with small numbers masked (DSA art. 15 and 24)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from socle.medians import median
from socle.small_counts import is_small, small_below, to_hide

from .enums import DecisionKind, Ground, NoticeCategory
from .models import Appeal, Decision, Notice, StatementOfReasons

MASKED = "moins de 5"
UNPUBLISHED = "non publié"
NOTHING_YET = "pas encore de données"
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Line:
    """One published figure: what is counted, how many (or a mask), and how it is counted."""

    section: str
    label: str
    value: str
    definition: str = ""


def mask(values: dict[str, int]) -> dict[str, str]:
    """Numbers to publish: 1 to 4 become « moins de 5 », zero stays zero.

    When the total would give one of these away, the smallest others of the group are masked too.
    """
    hidden = to_hide(values)
    return {
        name: (MASKED if is_small(value) else UNPUBLISHED) if name in hidden else str(value)
        for name, value in values.items()
    }


def lines(year: int | None = None) -> list[Line]:
    """All figures of a year, or since the opening of the service (7 queries)."""
    return [*_notices(year), *_decisions(year), *_delays(year), *_appeals(year), *_automation(year)]


def _notices(year: int | None) -> Iterable[Line]:
    counted = _by(_in_year(Notice.objects.all(), "received_at", year), "category")
    return _group(
        "Signalements reçus",
        {label: counted.get(value, 0) for value, label in NoticeCategory.choices},
        "Signalements reçus, par raison choisie par la personne.",
    )


def _decisions(year: int | None) -> Iterable[Line]:
    decided = _by(_in_year(Decision.objects.all(), "decided_at", year), "kind")
    yield from _group(
        "Décisions",
        {label: decided.get(value, 0) for value, label in DecisionKind.choices},
        "Décisions prises par une agence locale ou par l’équipe nationale.",
    )
    grounds = _by(_in_year(StatementOfReasons.objects.all(), "applies_from", year), "ground")
    yield from _group(
        "Textes masqués, par fondement",
        {label: grounds.get(value, 0) for value, label in Ground.choices},
        "Ce sur quoi s’appuie la décision de masquer : la loi ou nos règles.",
    )


def _delays(year: int | None) -> Iterable[Line]:
    first_decisions: dict[int, timedelta] = {}
    reviewed = Decision.objects.exclude(kind=DecisionKind.RESTORE)
    rows = _in_year(reviewed, "decided_at", year).order_by("decided_at", "pk")
    for case, opened_at, decided_at in rows.values_list(
        "case_id", "case__opened_at", "decided_at"
    ).iterator(chunk_size=2000):
        first_decisions.setdefault(case, decided_at - opened_at)
    yield Line(
        "Délais",
        "Entre le signalement et la décision (médiane)",
        _median_hours(first_decisions.values()),
        "La moitié des dossiers est décidée en moins de temps que ce délai. "
        "Publié à partir de cinq dossiers.",
    )
    answered = _in_year(Appeal.objects.filter(decided_at__isnull=False), "decided_at", year)
    yield Line(
        "Délais",
        "Entre le recours et la réponse (médiane)",
        _median_hours(
            decided - filed for filed, decided in answered.values_list("filed_at", "decided_at")
        ),
        "Publié à partir de cinq recours.",
    )


def _appeals(year: int | None) -> Iterable[Line]:
    counted = _in_year(Appeal.objects.all(), "filed_at", year).aggregate(
        accepted=Count("pk", filter=Q(upheld=True)),
        rejected=Count("pk", filter=Q(upheld=False)),
        waiting=Count("pk", filter=Q(upheld__isnull=True)),
    )
    return _group(
        "Recours",
        {
            "Acceptés : texte remis en ligne": counted["accepted"],
            "Non acceptés": counted["rejected"],
            "En cours d’examen": counted["waiting"],
        },
        "Contestations d’une décision par l’auteur du texte.",
        total="Recours déposés",
    )


def _automation(year: int | None) -> Iterable[Line]:
    automated = (
        _in_year(StatementOfReasons.objects.all(), "applies_from", year)
        .filter(Q(automated_decision=True) | Q(automated_detection=True))
        .count()
    )
    yield Line(
        "Automatisation",
        "Décisions prises ou préparées par un programme",
        mask({"automated": automated})["automated"],
        "Une personne lit et décide chaque dossier.",
    )


def _group(
    section: str, values: dict[str, int], definition: str, total: str = "Total"
) -> Iterable[Line]:
    shown = mask({**values})
    total_count = sum(values.values())
    yield Line(section, total, mask({total: total_count})[total], definition)
    for label, value in shown.items():
        yield Line(section, label, value)


def _by(rows: QuerySet[Any], field: str) -> dict[str, int]:
    return dict(rows.order_by().values_list(field).annotate(number=Count("pk")))


def _in_year(rows: QuerySet[Any], field: str, year: int | None) -> QuerySet[Any]:
    return rows.filter(**{f"{field}__year": year}) if year else rows


def _median_hours(delays: Iterable[timedelta]) -> str:
    known = [delay / HOUR for delay in delays]
    if not known:
        return NOTHING_YET
    if len(known) < small_below():
        return MASKED + " mesures"
    return f"{round(median(known))} h"
