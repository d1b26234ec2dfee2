"""The numbers of the room; those that may change are `settings.QUESTIONS_LIMITS`."""

from typing import Final

from django.conf import settings

TITLE_MIN: Final = 15
TITLE_MAX: Final = 150
BODY_MIN: Final = 20
BODY_MAX: Final = 10_000


def limit(name: str) -> int:
    """One limit, by its name in `settings.QUESTIONS_LIMITS`."""
    return settings.QUESTIONS_LIMITS[name]
