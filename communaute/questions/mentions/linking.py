"""From « @Monique D. » in a rendered text to a link to her page."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.html import format_html

if TYPE_CHECKING:
    from communaute.comptes.models import User

# The HTML is our own renderer's: tags are written one way, no attribute holds a « > ».
_TAG = re.compile(r"(<[^>]*>)")
# What is quoted was written by somebody else; a link in a link is no link.
_SILENT = {"a", "blockquote", "code", "pre"}


def link(text: str, people: Mapping[str, User]) -> tuple[str, dict[str, User]]:
    """HTML of a text where each name typed after a « @ » leads to the page of that person; with
    the names found, each with its person. `people` are by name; quotes are left as they are."""
    known = {name.casefold(): person for name, person in people.items()}
    if "@" not in text or not known:
        return text, {}
    # The longest first: « @Paul Martin » is not Paul.
    names = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w@./-])@({names})(?!\w)", re.IGNORECASE)
    named: dict[str, User] = {}
    parts, depth = [], 0
    for part in _TAG.split(text):
        if part.startswith("<"):
            depth += _step(part)
        elif not depth and "@" in part:
            part = _linked(part, pattern, known, named)
        parts.append(part)
    return "".join(parts), named


def _step(tag: str) -> int:
    name = re.sub(r"\W.*", "", tag.strip("</>"), flags=re.DOTALL)
    if name not in _SILENT:
        return 0
    return -1 if tag.startswith("</") else 1


def _linked(
    part: str, pattern: re.Pattern[str], known: Mapping[str, User], named: dict[str, User]
) -> str:
    text, pieces, end = html.unescape(part), [], 0
    for found in pattern.finditer(text):
        person = known.get(found[1].casefold())
        if person is None:
            continue
        named[found[1]] = person
        pieces.append(html.escape(text[end : found.start()], quote=False))
        address = person.get_absolute_url()
        pieces.append(format_html('<a class="cu-mention" href="{}">@{}</a>', address, found[1]))
        end = found.end()
    return part if not pieces else "".join([*pieces, html.escape(text[end:], quote=False)])
