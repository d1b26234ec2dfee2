"""The steps of the clock: what the rooms register, and in which order it is done."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.db import transaction
from django.db.models import Model


@dataclass(frozen=True)
class Step:
    """One thing that time makes due.

    `due(now)` lists the items that wait (mostly pks), cheaply, and writes nothing: `--dry-run`
    counts it. `do(item, now)` does one of them in a transaction of its own and returns what it
    did: a dict of counts by name, a number or a truth (counted under the key), or None.

    The step is claimed while it runs, but a claim may expire: `do` takes the lock of its row, or
    claims it by a conditional UPDATE, and does nothing when that was done meanwhile.

    `after`: keys of steps done earlier in the same tick.
    """

    key: str
    label: str
    due: Callable[[datetime], Iterable[Any]]
    do: Callable[[Any, datetime], Mapping[str, int] | int | None]
    after: tuple[str, ...] = ()


def each_apart[Row: Model](rows: Iterable[Row], act: Callable[[Row], None], *, item: int) -> None:
    """`act` on each row, for a `do` that does several at once and tells them in one message: one
    that fails stops no other, and is raised when it is the `item` (pk) of this `do`."""
    for row in rows:
        try:
            with transaction.atomic():
                act(row)
        except Exception:
            if row.pk == item:
                raise


_STEPS: dict[str, Step] = {}


def register_steps(*steps: Step) -> None:
    """Add steps to the clock, at start-up. Raises ValueError for a key already taken."""
    for step in steps:
        if step.key in _STEPS:
            raise ValueError(f"two steps of the clock are called {step.key}")
        _STEPS[step.key] = step


def registered() -> dict[str, Step]:
    return dict(_STEPS)


def ordered() -> list[Step]:
    """Every step, each after those it must follow; by key where nothing is said.

    Raises graphlib.CycleError when steps wait for one another (a system check says so before).
    """
    sorter = TopologicalSorter({key: step.after for key, step in _STEPS.items()})
    sorter.prepare()
    found = []
    while sorter.is_active():
        ready = sorter.get_ready()
        found += [_STEPS[key] for key in sorted(ready) if key in _STEPS]
        sorter.done(*ready)
    return found


def problems() -> list[str]:
    """What is wrong with the order: names that no step has, circles."""
    found = [
        f"{step.key} names a step that does not exist: {other}"
        for step in _STEPS.values()
        for other in step.after
        if other not in _STEPS
    ]
    try:
        ordered()
    except CycleError as circle:
        found.append(f"steps wait for one another: {' → '.join(circle.args[1])}")
    return found
