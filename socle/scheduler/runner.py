"""Running the clock: every step in its order, each claimed, what fails stopping nothing else."""

from __future__ import annotations

import logging
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from .models import CLAIM, StepRun
from .steps import Step, ordered, registered

logger = logging.getLogger(__name__)


@dataclass
class StepOutcome:
    """What one step did: counts by name, failures; `is_busy` when another tick had it, `is_idle`
    when nothing was due."""

    step: Step
    items: list[Any] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    errors: int = 0
    error: str = ""
    is_busy: bool = False
    is_idle: bool = False


@dataclass(frozen=True)
class Tick:
    """One run of the clock."""

    outcomes: list[StepOutcome]

    @property
    def counts(self) -> dict[str, int]:
        """All that was done, by name; nothing done is not there."""
        total: Counter[str] = Counter()
        for outcome in self.outcomes:
            total.update(outcome.counts)
        return dict(sorted(total.items()))

    @property
    def errors(self) -> int:
        return sum(outcome.errors for outcome in self.outcomes)


def run(now: datetime | None = None, *, only: Iterable[str] = (), is_alone: bool = False) -> Tick:
    """Do all that is due at `now`. Run twice, late, or in two processes, nothing is done twice.

    `only`: keys of steps; all of them when empty. What fails is logged, stops nothing else, and
    is tried again at the next tick. `is_alone`: neither claim nor trace of the run, for a past
    that is played again (the demonstration). Raises LookupError for a key that no step has.
    """
    now = _utc(now)
    steps = chosen(only)
    if is_alone:
        return Tick([_do(step, now, _listed(step, now), _NoClaim()) for step in steps])
    StepRun.objects.know(step.key for step in steps)
    tick = Tick([_run(step, now) for step in steps])
    idle = [one.step.key for one in tick.outcomes if one.is_idle]
    StepRun.objects.idle(idle, now=timezone.now())
    return tick


def count_due(now: datetime | None = None, *, only: Iterable[str] = ()) -> dict[str, int]:
    """How many items wait for each step, by key; nothing is done."""
    now = _utc(now)
    return {step.key: sum(1 for _ in step.due(now)) for step in chosen(only)}


def chosen(only: Iterable[str]) -> list[Step]:
    """The steps of these keys (of all when none is given), in their order."""
    wanted = set(only)
    if unknown := wanted - set(registered()):
        raise LookupError(", ".join(sorted(unknown)))
    return [step for step in ordered() if not wanted or step.key in wanted]


def _utc(now: datetime | None) -> datetime:
    # In UTC, two days are 48 hours even when the clocks change in between.
    return (now or timezone.now()).astimezone(UTC)


def _run(step: Step, now: datetime) -> StepOutcome:
    """Claim the step when it has something to do, and do it."""
    listed = _listed(step, now)
    if not listed.errors and not listed.items:
        listed.is_idle = True
        return listed
    claim = _Claim(step.key)
    if not claim.take():
        return StepOutcome(step, is_busy=True)
    # Listed again: another tick may have done it before we had the claim.
    return _do(step, now, _listed(step, now), claim)


def _listed(step: Step, now: datetime) -> StepOutcome:
    """What is due, listed first: what one item does must not change the list under our feet."""
    outcome = StepOutcome(step)
    try:
        outcome.items = list(step.due(now))
    except Exception as error:
        logger.exception("tick: %s, list of what is due", step.key)
        _failed(outcome, error)
    return outcome


def _do(step: Step, now: datetime, outcome: StepOutcome, claim: _Claim | _NoClaim) -> StepOutcome:
    for item in outcome.items:
        if not claim.keep():
            break
        try:
            outcome.counts.update(_counts(step, step.do(item, now)))
        except Exception as error:
            logger.exception("tick: %s", step.key)
            _failed(outcome, error)
    claim.give_back(outcome)
    return outcome


def _counts(step: Step, done: Mapping[str, int] | int | None) -> dict[str, int]:
    named: Mapping[str, Any] = done if isinstance(done, Mapping) else {step.key: int(done or 0)}
    return {name: int(count) for name, count in named.items() if count}


def _failed(outcome: StepOutcome, error: Exception) -> None:
    # The name alone is kept: the message of an error may hold what people wrote.
    outcome.errors += 1
    outcome.error = outcome.error or type(error).__name__


class _Claim:
    """The claim of one step by this tick, renewed while it works."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.by = secrets.token_hex(8)
        self.renewed_at = timezone.now()

    def take(self) -> bool:
        return StepRun.objects.claim(self.key, by=self.by, now=self.renewed_at)

    def keep(self) -> bool:
        """False when a step so slow was taken up by another tick: leave it the rest."""
        now = timezone.now()
        if timedelta() <= now - self.renewed_at < CLAIM / 4:
            return True
        self.renewed_at = now
        return StepRun.objects.renew(self.key, by=self.by, now=now)

    def give_back(self, outcome: StepOutcome) -> None:
        StepRun.objects.finish(
            self.key,
            by=self.by,
            now=timezone.now(),
            counts=dict(outcome.counts),
            errors=outcome.errors,
            error=outcome.error,
        )


class _NoClaim:
    """Nobody else runs the clock, and nothing is kept."""

    def keep(self) -> bool:
        return True

    def give_back(self, outcome: StepOutcome) -> None:
        """Nothing was taken."""


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
