"""From « @Monique D. » in a rendered text to a link to her page; who may be named in a thread."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from django.db.models import Q, QuerySet
from django.utils.html import format_html

from communaute.comptes.models import User
from communaute.questions.models import Answer, Comment, Question
from socle.words import normalise

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


def question_of(content: Question | Answer | Comment) -> Question:
    return content if isinstance(content, Question) else content.question


def people_of(question: Question, *, but: int | None = None) -> QuerySet[User]:
    """Who asked, answered or commented what others can read, with an open account and a name."""
    here = {"question": question.pk}
    wrote = (
        Q(pk=question.author_id or 0)
        | Q(pk__in=Answer.objects.published().filter(**here).values("author"))
        | Q(pk__in=Comment.objects.published().filter(**here).values("author"))
    )
    people = User.objects.filter(wrote, is_active=True).exclude(display_name="")
    return people.exclude(pk=but or 0).order_by("display_name", "pk")


def beginning_with(people: QuerySet[User], typed: str, *, limit: int) -> list[User]:
    """Those a word of whose name begins with what is typed, case and accents apart."""
    wanted = normalise(typed)
    found = (person for person in people if _begins(normalise(person.display_name), wanted))
    return [person for person, _ in zip(found, range(limit), strict=False)]


def _begins(name: str, wanted: str) -> bool:
    return name.startswith(wanted) or f" {wanted}" in name
