"""What is written of errors, without secrets nor personal data: the log, and a Sentry server."""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config.observability.request_ids import request_id

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
        record.request = request_id()
        return discreet(super().format(record))


class JsonFormatter(logging.Formatter):
    """The same as an object of JSON on one line, for what gathers logs."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        line = {
            "at": at.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": request_id(),
            "message": discreet(record.getMessage()),
        }
        if record.exc_info:
            line["traceback"] = discreet(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "config.error_logging.DiscreetFormatter",
            "format": "{asctime} {levelname} {request} {name} {message}",
            "style": "{",
        },
        "json": {"()": "config.error_logging.JsonFormatter"},
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


def logging_as(form: str) -> dict[str, Any]:
    """The settings of the log: lines of text, or of JSON. Raises `ImproperlyConfigured`."""
    formatters = {"texte": "line", "json": "json"}
    if form not in formatters:
        raise ImproperlyConfigured(f"LOG_FORMAT : « {form} » n’est ni « texte » ni « json ».")
    console = LOGGING["handlers"]["console"] | {"formatter": formatters[form]}
    return LOGGING | {"handlers": {"console": console}}


def without_personal_data(event: Any, hint: Any) -> Any:
    """Drop what may hold an address, a text or an account: query, body, cookies, user, what
    happened before; what is left, as the message of an error, is made discreet."""
    request = event.get("request", {})
    for key in ("query_string", "data", "cookies", "headers", "env"):
        request.pop(key, None)
    if "url" in request:
        request["url"] = request["url"].split("?")[0]
    for key in ("user", "breadcrumbs", "extra"):
        event.pop(key, None)
    return _discreet_all(event)


def _discreet_all(value: Any) -> Any:
    if isinstance(value, str):
        return discreet(value)
    if isinstance(value, dict):
        return {key: _discreet_all(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_discreet_all(one) for one in value]
    return value


def start(dsn: str) -> None:
    """Begin to report; local variables of the stack stay here, they may hold what people typed."""
    # Five megabytes, that a service without Sentry does not load.
    import sentry_sdk

    sentry_sdk.init(
        dsn=dsn,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        # Addresses asked of the geocoder, requests of the database: all that came before.
        max_breadcrumbs=0,
        before_send=without_personal_data,
    )
