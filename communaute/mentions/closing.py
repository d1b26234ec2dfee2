"""An account closes: the texts of others no longer name it, neither after a « @ » nor as who is
quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import F, Q

from communaute.moderation.registry import as_lines
from communaute.notifications.account_closing import forget_name
from communaute.questions.announcements import thread_of
from communaute.questions.models import Answer, Comment, Draft, Question
from communaute.questions.search import index_question
from communaute.questions.writing.text import quoted_as, render

from .models import Mention
from .people import question_of
from .services import link_again

if TYPE_CHECKING:
    from communaute.comptes.models import User

FORMER = "Ancien membre"
INSTEAD = f"@{FORMER.lower()}"
# The order in which texts of a thread are held.
TEXTS = ((Comment, "comment"), (Answer, "answer"), (Question, "question"))


def hold(person: User) -> None:
    """Lock the texts that name this person."""
    list(_texts(person))


def erase(person: User, now: datetime) -> None:
    """Put other words in place of the name, in the text and in what it shows; then in what was told
    of the discussions the person took part in."""
    threads, every_name = threads_of(person), names_of(person)
    for content, names in _texts(person):
        Mention.objects.filter(user=person, **{type(content).__name__.lower(): content}).delete()
        body = without_names(content.body, names)
        html = as_lines(body) if isinstance(content, Comment) else render(body)
        rows = type(content).objects.filter(pk=content.pk)
        rows.update(body=body, body_html=html, version=F("version") + 1)
        content.body, content.body_html = body, html
        link_again(content)
        index_question(question_of(content).pk)
    forget_name(person.display_name, {thread_of(pk) for pk in threads})
    _erase_in_drafts(threads, every_name)


def _erase_in_drafts(threads: set[int], names: set[str]) -> None:
    """What somebody has begun to answer, with a quote at its head."""
    for draft in Draft.objects.filter(about__in=threads).order_by("pk"):
        body = draft.data.get("body", "")
        if (without := without_names(body, names)) != body:
            Draft.objects.filter(pk=draft.pk).update(data=draft.data | {"body": without})


def without_names(body: str, names: Iterable[str]) -> str:
    """A text as typed, where nobody is called by one of these names after a « @ » or at the head of
    a quote."""
    for name in names:
        body = re.sub(rf"@{re.escape(name)}(?!\w)", INSTEAD, body, flags=re.IGNORECASE)
        body = body.replace(quoted_as(name), quoted_as(FORMER))
    return body


def names_of(person: User) -> set[str]:
    """What this person was called in texts: their name, and those typed after a « @ »."""
    typed = Mention.objects.filter(user=person).values_list("name", flat=True)
    return {name for name in (person.display_name, *typed) if name}


def threads_of(person: User) -> set[int]:
    """Questions (pks) that this person asked, answered or commented, or that name them."""
    mine = Question.objects.filter(
        Q(author=person)
        | Q(pk__in=Answer.objects.filter(author=person).values("question"))
        | Q(pk__in=Comment.objects.filter(author=person).values("question"))
        | Q(pk__in=Mention.objects.filter(user=person).values("question"))
        | Q(pk__in=Mention.objects.filter(user=person).values("answer__question"))
        | Q(pk__in=Mention.objects.filter(user=person).values("comment__question"))
    )
    return set(mine.values_list("pk", flat=True))


def _texts(person: User) -> Iterator[tuple[Question | Answer | Comment, set[str]]]:
    """The texts that name this person, held, each with the names it calls them by."""
    threads, name = threads_of(person), person.display_name
    for model, field in TEXTS:
        typed = dict(
            Mention.objects.filter(user=person, **{f"{field}__isnull": False}).values_list(
                field, "name"
            )
        )
        named = Q(pk__in=typed)
        if name and model is not Comment:
            where = "pk__in" if model is Question else "question__in"
            named |= Q(**{where: threads}, body__contains=quoted_as(name))
        held = model.objects.select_for_update(of=("self",), no_key=True)
        for content in held.filter(named).order_by("pk"):
            yield content, {one for one in (name, typed.get(content.pk)) if one}
