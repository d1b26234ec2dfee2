"""What a room does again once an old backup is given back, for it knows nothing of what came after.

Rooms register it when the service starts (`AppConfig.ready`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

# Does what is due again; returns French sentences for who restores.
Step = Callable[[], list[str]]

_steps: list[Step] = []


def register(step: Step) -> None:
    """Add a function; registered twice, it is called once."""
    if step not in _steps:
        _steps.append(step)


def do_again() -> Iterator[str]:
    """Call every function, in order of registration."""
    for step in _steps:
        yield from step()
