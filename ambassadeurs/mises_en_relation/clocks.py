"""What is due now, done once: reminders, alerts, re-offers, surveys, visits.

Each step is claimed by a `ClockEvent` (unique per request and step) or by a conditional UPDATE, in
the transaction that does it and under the lock of its row: a tick that runs twice, late, or in two
processes sends nothing twice, and a tick that dies half-way leaves the step to the next one.
Days are those of Paris at the same hour; hours are elapsed hours.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ambassadeurs.coproprietes import invitations, mandates
from ambassadeurs.coproprietes.models import Ambassadeur
from cms.services import touch_public_pages
from communaute.territoires.calendar import add_working_days, days_after

from . import clock_tells, visit_clocks
from .enums import ClockStep, ClosedBecause, DeskStatus, Kind, State
from .limits import SLACK, limit
from .models import ClockEvent, MiseEnRelation
from .services import erasure, requests, surveys

logger = logging.getLogger(__name__)

FAILED = "errors"


def run(now: datetime | None = None) -> dict[str, int]:
    """Do all that is due at `now`; returns how many of each, with `errors` for what failed.

    What fails is logged, stops nothing else, and is tried again at the next tick.
    """
    # In UTC, two days are 48 hours even when the clocks change in between.
    now = (now or timezone.now()).astimezone(UTC)
    done: Counter[str] = Counter()
    # Ended mandates first: nothing more is offered to them in the same tick.
    _each(done, ["mandates"], lambda _: mandates.run_due(now))
    for kind in (Kind.AMBASSADEUR, Kind.EXPLOITANT, Kind.AGENCE):
        _each(done, _waiting(kind, now), lambda pk: _do_waiting(pk, now))
    _each(done, requests.orphans(), lambda pk: _do_orphan(pk, now))
    _each(done, erasure.of_closed_accounts(), partial(erasure.forget, now=now))
    for step in visit_clocks.STEPS:
        _each(done, step.due(now), partial(_do_visit, step, now))
    # Visits first: whoever is asked about one is not asked about the thread it belongs to.
    _each(done, surveys.visits_due(now), partial(surveys.ask_visit, now=now))
    _each(done, surveys.threads_due(now), partial(surveys.ask_thread, now=now))
    _each(done, ["invitations"], lambda _: {"invitations_erased": invitations.erase_expired(now)})
    return dict(sorted(done.items()))


def _each(
    done: Counter[str], items: Iterable[Any], act: Callable[[Any], dict[str, int] | None]
) -> None:
    for item in items:
        try:
            done.update({name: count for name, count in (act(item) or {}).items() if count})
        except Exception:
            logger.exception("tick: %s", item)
            done[FAILED] += 1


def _do_visit(step: visit_clocks.Step, now: datetime, pk: int) -> dict[str, int]:
    return step.do(pk, now)


def _waiting(kind: Kind, now: datetime) -> list[int]:
    """Requests without any answer, old enough for the first step of their clock."""
    days = limit("reminder_days" if kind == Kind.AMBASSADEUR else "answer_working_days")
    return list(
        MiseEnRelation.objects.waiting_since(_ago(now, days))
        .filter(kind=kind, first_answer_at__isnull=True, desk_status=DeskStatus.A_TRAITER)
        .exclude(clock__step=ClockStep.NATIONAL_ALERT)
        .order_by("created_at", "pk")
        .values_list("pk", flat=True)
    )


def _ago(now: datetime, days: int) -> datetime:
    return now - timedelta(days=days) + SLACK


def _due_steps(mise: MiseEnRelation, now: datetime) -> list[ClockStep]:
    """The steps whose time has come, in order."""
    asked = mise.clock_from
    if mise.kind == Kind.AMBASSADEUR:
        clock = [
            (ClockStep.REMINDER_3D, days_after(asked, limit("reminder_days"))),
            (ClockStep.REMINDER_7D, days_after(asked, limit("second_reminder_days"))),
            (ClockStep.AGENCY_ALERT, days_after(asked, limit("agency_alert_days"))),
            (ClockStep.REOFFER, days_after(asked, limit("reoffer_days"))),
        ]
    else:
        first = add_working_days(asked, limit("answer_working_days"))
        clock = [
            (ClockStep.WORKING_DAYS_REMINDER, first),
            (ClockStep.COLLECTIVITE_ALERT, days_after(asked, limit("collectivite_alert_days"))),
            (ClockStep.NATIONAL_ALERT, days_after(asked, limit("national_alert_days"))),
        ]
    return [step for step, at in clock if at <= now]


@transaction.atomic
def _do_waiting(pk: int, now: datetime) -> dict[str, int]:
    """Claim every due step of one request, then do what still makes sense.

    After a late tick only the last reminder leaves, and none once somebody else is asked; alerts
    are for other people, and each leaves once.
    """
    mise = MiseEnRelation.objects.select_for_update().get(pk=pk)
    if mise.state != State.WAITING or mise.first_answer_at is not None:
        return {}
    # Called by phone: the desk moved it on, nobody waits any more.
    if mise.kind == Kind.EXPLOITANT and mise.desk_status != DeskStatus.A_TRAITER:
        return {}
    new = claim(mise, _due_steps(mise, now))
    if not new:
        return {}
    reminders = [step for step in new if step in clock_tells.REMINDERS]
    is_over = ClockStep.REOFFER in new or ClockStep.REOFFER in _done(mise)
    to_do = [] if is_over else reminders[-1:]
    to_do += [step for step in new if step not in reminders]
    for step in to_do:
        if step == ClockStep.REOFFER:
            _reoffer(mise, now)
        else:
            clock_tells.SAY[step](mise)
    return {str(step): 1 for step in to_do}


def _do_orphan(pk: int, now: datetime) -> dict[str, int]:
    """Offer again one request whose ambassador left; closed meanwhile, nothing is done."""
    mise = MiseEnRelation.objects.get(pk=pk)
    requests.reoffer(mise, now, because=ClosedBecause.WITHDRAWN)
    return {"orphans_reoffered": 1}


def claim(mise: MiseEnRelation, steps: list[ClockStep]) -> list[ClockStep]:
    """Mark these steps as done; return those that were not yet. To call under the row's lock."""
    new = [step for step in steps if step not in _done(mise)]
    ClockEvent.objects.bulk_create(ClockEvent(mise_en_relation=mise, step=step) for step in new)
    return new


def _done(mise: MiseEnRelation) -> set[str]:
    return set(mise.clock.values_list("step", flat=True))


def _reoffer(mise: MiseEnRelation, now: datetime) -> None:
    """Offer it to the next best; the silent ambassador is paused after two in a row."""
    silent = mise.ambassadeur_id
    requests.reoffer(mise, now)
    if silent is None:
        return
    Ambassadeur.objects.filter(pk=silent).update(unanswered_in_a_row=F("unanswered_in_a_row") + 1)
    host = Ambassadeur.objects.select_for_update(of=("self",)).filter(pk=silent).first()
    if host is None or host.unanswered_in_a_row < limit("pause_after_unanswered"):
        return
    until = timezone.localdate(now) + timedelta(days=limit("pause_days"))
    until = host.paused_until = max(until, host.paused_until or until)
    host.unanswered_in_a_row = 0
    host.save(update_fields=["paused_until", "unanswered_in_a_row"])
    clock_tells.paused(host, mise, until=until)
    touch_public_pages()
