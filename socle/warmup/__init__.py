"""What a web process makes ready as soon as it serves: nobody's first request waits for it."""

import logging

from socle.hooks import hooked

logger = logging.getLogger(__name__)


def make_ready() -> None:
    """Call every function, in their order. One that fails is said in the log: whoever
    needs what it makes ready makes it."""
    for step in hooked("warmup"):
        try:
            step()
        except Exception:  # said, and met again by who needs it
            logger.exception("%s could not be made ready", step.__qualname__)
