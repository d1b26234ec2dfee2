"""Putting a kind into words: the partials of its template, as text or as HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.template import Context, Engine, TemplateDoesNotExist
from django.utils import timezone
from django.utils.html import format_html, format_html_join, linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe

from socle.hooks import hooked

from .catalogue import Kind, kind_of
from .channels import after_quiet
from .numbers import NUMBERS

DEFAULT_ACTION = "Voir sur le site"
# Shorter, it is an acronym that begins a sentence.
HEADING_MIN = 6
_BREAKS = re.compile(r"[^\S\u00a0\u202f]+")
_BLANK_LINES = re.compile(r"\n\s*\n")


def has_part(kind: Kind, part: str) -> bool:
    """Whether the template of a kind has this partial. Raises TemplateDoesNotExist without file."""
    Engine.get_default().get_template(kind.template)
    try:
        Engine.get_default().get_template(f"{kind.template}#{part}")
    except TemplateDoesNotExist:
        return False
    return True


def say(kind: Kind, part: str, context: Mapping[str, Any]) -> str:
    """One partial of a kind as plain text, "" when its template has none."""
    if not has_part(kind, part):
        return ""
    template = Engine.get_default().get_template(f"{kind.template}#{part}")
    # Not HTML: an apostrophe must stay an apostrophe.
    text = template.render(Context(dict(context), autoescape=False))
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def one_line(text: str) -> str:
    """A subject or a line: no line break, hence no header smuggled in; no-break spaces stay."""
    return _BREAKS.sub(" ", text).strip()


def in_the_morning(kind: str, at: datetime | None = None) -> str:
    """What to add to « un courriel part », said of a mail of this kind told now, or at `at`:
    « à 7 h » at night, nothing for one that leaves at once."""
    at = at or timezone.now()
    return f" à {NUMBERS.daily_hour} h" if after_quiet(kind_of(kind), at) > at else ""


def absolute(path: str) -> str:
    """A path of the site as an address that works from a mailbox; "" stays ""."""
    return urljoin(f"{settings.BASE_URL}/", path) if path else ""


def service_name() -> str:
    """The name that the service goes by, found by the function that the setting names."""
    (service_name,) = hooked("notifications.service_name")
    return str(service_name())


def common_context() -> dict[str, Any]:
    """What every template of a kind may use, besides what the room gives."""
    return {
        "base_url": settings.BASE_URL,
        "contact_email": settings.CONTACT_EMAIL,
        "service_name": service_name(),
    }


def on_site(kind: Kind, context: Mapping[str, Any]) -> tuple[str, str]:
    """The line of a kind on the site, and the text under it (often "")."""
    context = common_context() | dict(context)
    line = say(kind, "line", context) or say(kind, "subject", context)
    return one_line(line), say(kind, "body", context)


def mail_parts(kind: Kind, context: Mapping[str, Any]) -> dict[str, str]:
    """Subject, text, why and action of the mail of a kind."""
    context = common_context() | dict(context)
    text = say(kind, "text", context)
    if not text:
        line = say(kind, "line", context) or say(kind, "subject", context)
        text = f"{line}\n\n{say(kind, 'body', context)}".strip()
    return {
        "subject": one_line(say(kind, "subject", context)),
        "text": text,
        "why": one_line(say(kind, "why", context)) or _why_chosen(kind),
        "action": one_line(say(kind, "action", context)) or DEFAULT_ACTION,
    }


def _why_chosen(kind: Kind) -> str:
    """Why one gets by mail what is told on the site unless one chooses otherwise."""
    if kind.is_mailed:
        return ""
    template = Engine.get_default().get_template("notifications/mails/why_chosen.txt")
    return one_line(template.render(Context({"label": kind.label}, autoescape=False)))


def html_of(text: str) -> SafeString:
    """Plain text of a mail as HTML: paragraphs, lists (`- `), quotes (`> `), a code
    (four spaces), a heading (a first line in capitals); all escaped."""
    blocks = [_block(block) for block in _BLANK_LINES.split(text.strip())]
    return mark_safe("\n".join(blocks))  # noqa: S308 - each block is escaped below


def _block(block: str) -> SafeString:
    lines = block.splitlines()
    if all(line.startswith(">") for line in lines):
        inner = "\n".join(line.removeprefix(">").removeprefix(" ") for line in lines)
        quoted = linebreaks(inner, autoescape=True)
        return format_html("<blockquote>{}</blockquote>", mark_safe(quoted))  # noqa: S308 - escaped
    if all(line.startswith("    ") for line in lines):
        # A line set apart, such as a code to type.
        return format_html("<h1>{}</h1>", " ".join(line.strip() for line in lines))
    if len(lines) > 1 and lines[0].isupper() and len(lines[0]) >= HEADING_MIN:
        heading = format_html("<h2>{}</h2>", lines[0].capitalize())
        return format_html("{}{}", heading, _block("\n".join(lines[1:])))
    before = [line for line in lines if not line.startswith("- ")]
    items = [line[2:] for line in lines if line.startswith("- ")]
    if items and lines[len(before) :] == [f"- {item}" for item in items]:
        listed = format_html_join("", "<li>{}</li>", ((_linked(item),) for item in items))
        paragraph = _paragraph(before) if before else SafeString()
        return format_html("{}<ul>{}</ul>", paragraph, listed)
    return _paragraph(lines)


def _paragraph(lines: list[str]) -> SafeString:
    return format_html("<p>{}</p>", mark_safe("<br>".join(_linked(line) for line in lines)))  # noqa: S308 - escaped


def _linked(line: str) -> SafeString:
    return mark_safe(urlize(line, autoescape=True))  # noqa: S308 - escaped
