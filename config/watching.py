"""What is written of errors, without secrets nor personal data: the log, and a Sentry server."""

import logging
import re
from typing import Any

import sentry_sdk

# Addresses, then what follows a telling name (« password=… », « 'token': '…' »), signed links and
# query strings: what people type, or what opens a door.
_HIDDEN = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "[adresse]"),
    (
        re.compile(
            r"""(?ix) \b( [\w-]*(?:password|passwd|secret|token|api_?key|csrf|session)\w*
            | authorization | cookie | mot_de_passe )
            (["']? \s* [=:] \s* (?:bearer\s+|basic\s+)?)
            (?: "[^"]*" | '[^']*' | [^\s"',;&)]+ )""",
        ),
        r"\1\2[secret]",
    ),
    (re.compile(r"(\w://[^\s:/@]*):[^\s/@]+@"), r"\1:[secret]@"),
    (re.compile(r"(?<=[\w/])\?[^\s\"'<>]*=[^\s\"'<>]*"), "?[…]"),
    (re.compile(r"(?<!\d)(?:\+33|0033|0)[ .-]?[1-9](?:[ .-]?\d{2}){4}(?!\d)"), "[téléphone]"),
    (re.compile(r"\b(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}\b"), r"\1.[…]"),
)


def discreet(text: str) -> str:
    """The text without addresses, telephones, passwords, tokens, query strings or whole IPs."""
    for pattern, instead in _HIDDEN:
        text = pattern.sub(instead, text)
    return text


class DiscreetFormatter(logging.Formatter):
    """A line of log, its arguments and its traceback, all of it made discreet."""

    def format(self, record: logging.LogRecord) -> str:
        return discreet(super().format(record))


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "config.watching.DiscreetFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
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
