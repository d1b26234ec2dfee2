"""What a web process makes ready as soon as it serves, so that nobody's first request waits for it.

Rooms register it when the service starts (`AppConfig.ready`).
"""

import logging
from collections.abc import Callable

logger = logging.getLogger(__name__)

_steps: list[Callable[[], object]] = []


def register(step: Callable[[], object]) -> None:
    """Add a function; registered twice, it is called once."""
    if step not in _steps:
        _steps.append(step)


def make_ready() -> None:
    """Call every function, in order of registration. One that fails is said in the log: whoever
    needs what it makes ready makes it."""
    for step in _steps:
        try:
            step()
        except Exception:  # said, and met again by who needs it
            logger.exception("%s could not be made ready", step.__qualname__)
