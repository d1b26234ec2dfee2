"""The numbers of requests and messages; those of clocks and visits are in `delays`.

`settings.MISES_EN_RELATION_LIMITS` may replace any of them.
"""

from typing import Final

from django.conf import settings

MESSAGE_MIN: Final = 2
MESSAGE_MAX: Final = 5_000
FILES_MAX: Final = 3

DEFAULTS: Final = {
    "same_recipient_days": 30,
    "requests_a_week": 5,
    "messages_an_hour": 30,
    "neighbours": 3,
}


def limit(name: str) -> int:
    """One limit, by its name in `DEFAULTS`."""
    return getattr(settings, "MISES_EN_RELATION_LIMITS", {}).get(name, DEFAULTS[name])
