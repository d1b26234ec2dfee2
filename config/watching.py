"""Error reports to a Sentry server, without personal data: off unless `SENTRY_DSN` is set."""

from typing import Any

import sentry_sdk

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Said once, by the root's handler; no line per task done.
        "django": {"handlers": [], "level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
        # httpx logs whole URLs, hence typed addresses: never below WARNING.
        "httpx": {"level": "WARNING"},
    },
}


def without_personal_data(event: Any, hint: Any) -> Any:
    """Drop what may hold an address, a text or an account: query, body, cookies, user."""
    request = event.get("request", {})
    for key in ("query_string", "data", "cookies", "headers", "env"):
        request.pop(key, None)
    if "url" in request:
        request["url"] = request["url"].split("?")[0]
    event.pop("user", None)
    return event


def start(dsn: str) -> None:
    """Begin to report; local variables of the stack stay here, they may hold what people typed."""
    sentry_sdk.init(
        dsn=dsn,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        before_send=without_personal_data,
    )
