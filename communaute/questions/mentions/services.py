"""Finding the people that a text names, linking their names, telling them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.html import format_html

from communaute.comptes.models import User
from communaute.comptes.trust import TrustLevel, trust_level
from communaute.notifications.services import tell
from communaute.questions.models import Answer, Comment, Mention, Question
from communaute.questions.notify import (
    answer_context,
    answer_key,
    comment_context,
    comment_key,
    edited_context,
    thread_of,
)
from socle.words import normalise

from ..errors import TooManyNamed
from ..numbers import MENTION_NUMBERS
from ..perms import people_apart

if TYPE_CHECKING:
    from typing import Any

    type Content = Question | Answer | Comment


def name_people_of_new(content: Content) -> None:
    """As `name_people`, for a text that named nobody before."""
    if "@" in content.body:
        name_people(content)


@transaction.atomic(savepoint=False)
def name_people(content: Content) -> None:
    """Link the names of people of the thread in a text just written, and tell these people; whom
    it names no more is forgotten. In the transaction of the text. Raises TooManyNamed."""
    known = _known(content)
    if "@" not in content.body and not known:
        return
    question = question_of(content)
    if "@" in content.body:
        known += [(one.display_name, one) for one in people_of(question, but=content.author_id)]
    people = {person.pk: name for name, person in _store(content, known)}
    if content.author is not None and len(people) > (most := most_named(content.author)):
        raise TooManyNamed(most)
    Mention.objects.filter(**_of(content)).exclude(user__in=people).delete()
    for pk, name in people.items():
        Mention.objects.update_or_create(user_id=pk, **_of(content), defaults={"name": name})
    tell_again(content)


@transaction.atomic
def link_again(content: Content) -> None:
    """Link once more the names of a text that was rendered again; nobody is told."""
    if known := _known(content):
        _store(content, known)


@transaction.atomic
def tell_again(content: Content) -> None:
    """Tell those whom a text names, each once, whatever else told them of this very text; nobody
    while others cannot read it, nor whom its author blocked, or was blocked by."""
    if not content.is_published:
        return
    apart = people_apart(content.author) if content.author else set()
    named = Mention.objects.filter(**_of(content)).exclude(user__in=apart)
    for mention in named.select_related("user"):
        _tell(content, mention.user)


def most_named(author: User) -> int:
    """How many people one text of this person may name."""
    is_new = trust_level(author) == TrustLevel.NEWCOMER
    return MENTION_NUMBERS.newcomer_max if is_new else MENTION_NUMBERS.named_max


def _known(content: Content) -> list[tuple[str, User]]:
    """Those whom it named before, under the name typed then."""
    rows = Mention.objects.filter(**_of(content), user__is_active=True).select_related("user")
    return [(row.name, row.user) for row in rows]


def _store(content: Content, known: list[tuple[str, User]]) -> list[tuple[str, User]]:
    html, named = link(content.body_html, known)
    if named:
        type(content).objects.filter(pk=content.pk).update(body_html=html)
        content.body_html = html
    return named


def _of(content: Content) -> dict[str, Any]:
    """How to filter the mentions of a text."""
    return {type(content).__name__.lower(): content}


def _tell(content: Content, person: User) -> None:
    """Under the key of what is told of the text: hidden with it, and told once to each."""
    if isinstance(content, Answer):
        key, context = answer_key(content), answer_context(content)
    elif isinstance(content, Comment):
        key, context = comment_key(content), comment_context(content)
    else:
        key, context = f"questions-nomme-{content.pk}", edited_context(content)
    tell(
        "mentions.named",
        to=person,
        key=key,
        url=content.get_absolute_url(),
        thread=thread_of(question_of(content).pk),
        context=context,
        not_before=content.told_from,
    )


# From « @Monique D. » in a rendered text to a link to her page; who may be named in a thread.


# The HTML is our own renderer's: tags are written one way, no attribute holds a « > ».
_TAG = re.compile(r"(<[^>]*>)")
# What is quoted was written by somebody else; a link in a link is no link.
_SILENT = {"a", "blockquote", "code", "pre"}


def link(text: str, people: Iterable[tuple[str, User]]) -> tuple[str, list[tuple[str, User]]]:
    """HTML of a text where each name typed after a « @ » leads to the page of that person, unless
    several bear it; with the names found, each with its person, or one after the other.
    `people` come with their names; quotes are left as they are."""
    known: dict[str, set[User]] = {}
    for name, person in people:
        known.setdefault(name.casefold(), set()).add(person)
    if "@" not in text or not known:
        return text, []
    # The longest first: « @Paul Martin » is not Paul.
    names = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w@./-])@({names})(?!\w)", re.IGNORECASE)
    named: list[tuple[str, User]] = []
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
    part: str,
    pattern: re.Pattern[str],
    known: Mapping[str, set[User]],
    named: list[tuple[str, User]],
) -> str:
    text, pieces, end = html.unescape(part), [], 0
    for found in pattern.finditer(text):
        people = known.get(found[1].casefold(), set())
        named += [(found[1], one) for one in people]
        if len(people) != 1:
            continue
        [person] = people
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
