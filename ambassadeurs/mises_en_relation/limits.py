"""The numbers of the room; those that may change are `settings.MISES_EN_RELATION`."""

from datetime import timedelta
from typing import Final

from django.conf import settings

MESSAGE_MIN: Final = 2
MESSAGE_MAX: Final = 5_000
# Database filters of clocks are an hour wide of the mark, for clock changes; the exact time is
# checked after.
SLACK: Final = timedelta(hours=1)


def limit(name: str) -> int:
    """A number of the rules, by name; KeyError for an unknown name."""
    return settings.MISES_EN_RELATION[name]
