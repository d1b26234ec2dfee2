"""The numbers of the room; `settings.QUESTIONS_LIMITS` may replace any of them."""

from typing import Final

from django.conf import settings

TITLE_MIN: Final = 15
TITLE_MAX: Final = 150
BODY_MIN: Final = 20
BODY_MAX: Final = 10_000

DEFAULTS: Final = {
    "questions_a_day": 5,
    "seconds_between_questions": 60,
    "seconds_between_answers": 10,
    "hours_same_text": 24,
}


def limit(name: str) -> int:
    """One limit, by its name in `DEFAULTS`."""
    return getattr(settings, "QUESTIONS_LIMITS", {}).get(name, DEFAULTS[name])
