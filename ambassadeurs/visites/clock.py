"""All that is due now, room after room."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.utils import timezone

from ambassadeurs.coproprietes.mandats.due import run_due as run_mandates
from ambassadeurs.coproprietes.projets import invitations
from ambassadeurs.mises_en_relation.due import do_orphan, do_waiting, waiting
from ambassadeurs.mises_en_relation.enums import Kind
from ambassadeurs.mises_en_relation.services import demandes, erasure

from . import due
from .enquetes import services as surveys

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
    _each(done, ["mandates"], lambda _: run_mandates(now))
    for kind in (Kind.AMBASSADEUR, Kind.EXPLOITANT, Kind.AGENCE):
        _each(done, waiting(kind, now), lambda pk: do_waiting(pk, now))
    _each(done, demandes.orphans(), lambda pk: do_orphan(pk, now))
    _each(done, erasure.of_closed_accounts(), partial(erasure.forget, now=now))
    for step in due.STEPS:
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


def _do_visit(step: due.Step, now: datetime, pk: int) -> dict[str, int]:
    return step.do(pk, now)
