"""An account closes: the texts of others no longer name it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import F

from communaute.moderation.registry import as_lines
from communaute.questions.models import Answer, Comment, Question
from communaute.questions.search import index_question
from communaute.questions.writing.text import render

from .models import Mention
from .people import question_of
from .services import link_again

if TYPE_CHECKING:
    from communaute.comptes.models import User

INSTEAD = "@ancien membre"
# The order in which texts of a thread are held.
TEXTS = ((Comment, "comment"), (Answer, "answer"), (Question, "question"))


def hold(person: User) -> None:
    """Lock the texts that name this person."""
    list(_texts(person))


def erase(person: User, now: datetime) -> None:
    """Put other words in place of the name, in the text and in what it shows."""
    for content, name in _texts(person):
        Mention.objects.filter(user=person, **{type(content).__name__.lower(): content}).delete()
        body = re.sub(rf"@{re.escape(name)}(?!\w)", INSTEAD, content.body, flags=re.IGNORECASE)
        html = as_lines(body) if isinstance(content, Comment) else render(body)
        rows = type(content).objects.filter(pk=content.pk)
        rows.update(body=body, body_html=html, version=F("version") + 1)
        content.body, content.body_html = body, html
        link_again(content)
        index_question(question_of(content).pk)


def _texts(person: User) -> Iterator[tuple[Question | Answer | Comment, str]]:
    for model, field in TEXTS:
        names = dict(
            Mention.objects.filter(user=person, **{f"{field}__isnull": False}).values_list(
                field, "name"
            )
        )
        held = model.objects.select_for_update(of=("self",), no_key=True)
        for content in held.filter(pk__in=names).order_by("pk"):
            yield content, names[content.pk]
