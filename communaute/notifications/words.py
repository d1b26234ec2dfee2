"""Putting a kind into words: the partials of its template, as text or as HTML."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from html.parser import HTMLParser
from itertools import chain, count, repeat
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.template import Context, Engine, TemplateDoesNotExist, TemplateSyntaxError
from django.utils import timezone
from django.utils.html import format_html, format_html_join, linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe

from socle.hooks import hooked

from .catalogue import FOLDER, Kind, kind_of, kinds
from .channels import after_quiet
from .numbers import NUMBERS
from .preferences.services import SUBJECTS, room_of

DEFAULT_ACTION = "Voir sur le site"
# Shorter, it is an acronym that begins a sentence.
HEADING_MIN = 6
_BREAKS = re.compile(r"[^\S\u00a0\u202f]+")
_BLANK_LINES = re.compile(r"\n\s*\n")
_ADDRESS = re.compile(r"\(?https?://\S+")
# No-break spaces stay where they are.
_SPACES = re.compile(r"[ \t\n]+")


def has_part(kind: Kind, part: str) -> bool:
    """Whether the template of a kind has this partial. Raises TemplateDoesNotExist without file."""
    Engine.get_default().get_template(kind.template)
    try:
        Engine.get_default().get_template(f"{kind.template}#{part}")
    except TemplateDoesNotExist:
        return False
    return True


def render_part(kind: Kind, part: str, context: Mapping[str, Any]) -> str:
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
    line = render_part(kind, "line", context) or render_part(kind, "subject", context)
    return one_line(line), render_part(kind, "body", context)


def mail_parts(kind: Kind, context: Mapping[str, Any]) -> dict[str, str]:
    """Subject, text, why and action of the mail of a kind."""
    context = common_context() | dict(context)
    text = render_part(kind, "text", context)
    if not text:
        line = render_part(kind, "line", context) or render_part(kind, "subject", context)
        text = f"{line}\n\n{render_part(kind, 'body', context)}".strip()
    return {
        "subject": one_line(render_part(kind, "subject", context)),
        "text": text,
        "why": one_line(render_part(kind, "why", context)) or _why_chosen(kind),
        "action": one_line(render_part(kind, "action", context)) or DEFAULT_ACTION,
    }


def _why_chosen(kind: Kind) -> str:
    """Why one gets by mail what is told on the site unless one chooses otherwise."""
    if kind.is_mailed:
        return ""
    template = Engine.get_default().get_template("notifications/mails/why_chosen.txt")
    return one_line(template.render(Context({"label": kind.label}, autoescape=False)))


def text_of(html: str) -> str:
    """What somebody wrote, kept as HTML, as the text of a mail quotes it: « texte (https://…) »
    for a link, « - » or « 1. » before an item, « > » before what is quoted; other marks go."""
    reader = _AsText()
    reader.feed(html)
    reader.close()
    return "\n".join(reader.ended()).strip()


def beginning(text: str, most: int) -> str:
    """The first characters of a text, `most` of them; an address that would be cut in two, and lead
    elsewhere, is left out."""
    words = (found.span() for found in _ADDRESS.finditer(text))
    return text[: next((start for start, end in words if start < most < end), most)]


class _AsText(HTMLParser):
    """Writes lines, each after what begins it in the lists and quotes where it stands."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str] = []
        self._line = ""
        self._margins: list[Iterator[str]] = []
        self._marks: list[Iterator[str]] = []
        self._link: tuple[str, int] = ("", 0)
        self._is_apart = self._is_code = False

    def ended(self) -> list[str]:
        """All the lines."""
        self._end_line()
        return self._lines

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._link = (dict(attrs).get("href") or "", len(self._line))
            return
        if tag in {"br", "p", "ul", "ol", "li", "blockquote", "pre"}:
            self._end_line()
        if tag == "ul":
            self._marks.append(repeat("- "))
        elif tag == "ol":
            start = int(dict(attrs).get("start") or 1)
            self._marks.append(f"{number}. " for number in count(start))
        elif tag == "li" and self._marks:
            mark = next(self._marks[-1])
            self._margins.append(chain([mark], repeat(" " * len(mark))))
        elif tag == "blockquote":
            self._margins.append(repeat("> "))
        self._is_code = self._is_code or tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end_link()
        elif tag in {"p", "ul", "ol", "li", "blockquote", "pre"}:
            self._end_line()
            self._is_code = False
            if tag in {"ul", "ol"}:
                self._marks.pop()
            elif tag in {"li", "blockquote"} and self._margins:
                self._margins.pop()
            # Between the items of a list, only where their writer left a blank line.
            self._is_apart = self._is_apart or (tag != "li" and not self._marks) or tag == "p"

    def handle_data(self, data: str) -> None:
        if self._is_code:
            first, *others = data.split("\n")
            self._line += first
            for line in others:
                self._end_line()
                self._line = line
            return
        data = _SPACES.sub(" ", data)
        self._line += data if self._line else data.lstrip(" ")

    def _end_link(self) -> None:
        url, start = self._link
        # A person mentioned, a page of ours: an address that leads nowhere from a mailbox.
        if url and url[0] != "/" and unquote(self._line[start:]) != unquote(url):
            self._line += f" ({url})"
        self._link = ("", 0)

    def _end_line(self) -> None:
        line = self._line.rstrip(" \n")
        self._line = ""
        if not line:
            return
        if self._is_apart and self._lines:
            self._lines.append("")
        self._is_apart = False
        self._lines.append("".join(next(margin) for margin in self._margins) + line)


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


# The catalogue is complete before the service starts: every kind has its words.


def check_catalogue(**kwargs: Any) -> list[CheckMessage]:
    """A missing template or partial, a template that no kind uses: errors, not surprises."""
    return [Error(problem, id="notifications.E001") for problem in problems()]


def problems() -> list[str]:
    known = kinds()
    found = [problem for kind in known for problem in _problems_of(kind)]
    unnamed = {room_of(kind) for kind in known} - SUBJECTS.keys()
    found += [f"{room}: people read no French name of this room" for room in sorted(unnamed)]
    used = {name for kind in known for name in (kind.template, kind.html_template)}
    return found + [f"{name}: no kind of message uses it" for name in sorted(written() - used)]


def _problems_of(kind: Kind) -> list[str]:
    try:
        parts = {part for part in ("subject", "body", "text", "why") if has_part(kind, part)}
    except TemplateDoesNotExist:
        return [f"{kind.key}: {kind.template} is missing"]
    except TemplateSyntaxError as error:
        return [f"{kind.key}: {error}"]
    needed = [["subject"]] + ([["why"], ["text", "body"]] if kind.is_mailed else [])
    return [
        f"{kind.key}: {kind.template} has no partial {' nor '.join(choice)}"
        for choice in needed
        if not parts.intersection(choice)
    ]


def written() -> set[str]:
    """Templates of kinds that exist, by name."""
    return {
        str(path.relative_to(root)) for root in _roots() for path in (root / FOLDER).rglob("*.*")
    }


def _roots() -> list[Path]:
    folders: list[Any] = settings.TEMPLATES[0]["DIRS"]  # type: ignore[assignment]
    return [Path(folder) for folder in folders]
