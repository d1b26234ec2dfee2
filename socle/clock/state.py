"""How the clock goes: read by `/healthz` and by the team's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from .models import StepRun
from .steps import ordered

LATE = timedelta(hours=1)


@dataclass(frozen=True)
class StepState:
    """One step as the team reads it; `run` is None when it never ran."""

    key: str
    label: str
    run: StepRun | None
    is_late: bool


def steps() -> list[StepState]:
    """Every step, in its order, with its last run."""
    runs = {run.key: run for run in StepRun.objects.all()}
    installed_at, limit = _installed_at(), timezone.now() - LATE
    return [
        StepState(
            key=step.key,
            label=step.label,
            run=(run := runs.get(step.key)),
            is_late=(run.finished_at if run and run.finished_at else installed_at) < limit,
        )
        for step in ordered()
    ]


def late_since() -> datetime | None:
    """The last sign of the clock when it is more than an hour old, else None.

    A clock that never ran counts from the day the database was made: a cron that nobody
    installed is told too.
    """
    last = StepRun.objects.order_by("-finished_at").exclude(finished_at__isnull=True).first()
    sign = last.finished_at if last and last.finished_at else _installed_at()
    return sign if sign < timezone.now() - LATE else None


def _installed_at() -> datetime:
    rows = MigrationRecorder.Migration.objects.order_by("applied")
    return rows.values_list("applied", flat=True).first() or timezone.now()
