"""The clock in tests: all that the rooms have due, mails and figures apart."""

from collections import Counter
from datetime import datetime

from socle.clock import registered
from socle.clock.running import run

FAILED = "errors"


def tick(now: datetime | None = None) -> Counter[str]:
    """Do all that is due at `now`; how many of each by name, and `errors` for what failed."""
    keys = [key for key in registered() if not key.startswith(("notifications.", "impact."))]
    done = run(now, only=keys)
    return Counter(done.counts | ({FAILED: done.errors} if done.errors else {}))
