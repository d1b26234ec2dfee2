"""Editing one's own text: what it said before stays readable."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from communaute.moderation.enums import ContentStatus
from communaute.moderation.prescreening.services import screen, settle_text
from communaute.moderation.queue.difference import changed_characters
from communaute.moderation.registry import as_lines
from communaute.moderation.services import text_edited
from communaute.questions.counters import status_changed
from communaute.questions.mentions.services import name_people
from communaute.questions.models import Answer, Comment, Question, Revision
from communaute.questions.perms import is_author
from communaute.questions.search import index_question
from communaute.questions.text_pipeline.limits import (
    check_comment,
    check_length,
    check_may_write,
    lock,
)
from communaute.questions.text_pipeline.text import RENDERER_VERSION, clean_text, render
from socle.public_pages import touch_public_pages

from ..errors import EditRefused, EditsSpent, QuestionNotAllowed, TextChanged
from ..numbers import NUMBERS as QUESTION_NUMBERS
from ..numbers import REVISION_NUMBERS, TITLE_MAX
from . import perms

if TYPE_CHECKING:
    from typing import Any

    from communaute.comptes.models import User

    type Content = Question | Answer | Comment


# What is read with a text as it is held.
RELATED = {Question: ("space",), Answer: ("question",), Comment: ("question", "answer")}


@transaction.atomic
def edit_text[Text: (Question, Answer, Comment)](
    *, actor: User, content: Text, version: int, seconds: float | None = None, **texts: str
) -> Text:
    """Change the `body` of one's own text, and the `title` of a question; `version` is the one the
    person read.

    What it said before is kept, unless the edit is small and early. The same text changes nothing.
    Raises QuestionNotAllowed for somebody else's, EditRefused, InvalidText, EditsSpent, and
    TextChanged when it was edited since `version`; what those whom it names raise. What must
    be read first waits (`screening`).
    """
    lock(actor)
    held = type(content).objects.select_for_update(of=("self",), no_key=True)
    stored = held.select_related(*RELATED[type(content)]).get(pk=content.pk)
    texts = {name: clean_text(text) for name, text in texts.items()}
    if isinstance(stored, Question):
        texts["title"] = " ".join(texts["title"].split())
    _check_lengths(stored, **texts)
    _check(actor, stored, version)
    before = {name: getattr(stored, name) for name in texts}
    if texts == before:
        return stored
    revision = Revision(**{type(stored).__name__.lower(): stored}, **before)
    changed = max(changed_characters(before[name], text) for name, text in texts.items())
    body = texts["body"]
    html = as_lines(body) if isinstance(stored, Comment) else render(body)
    _store(actor, stored, revision, changed, **texts, body_html=html)
    text_edited(actor=actor, content=stored)
    _screen_again(actor, stored, seconds)
    return stored


def _check_lengths(stored: Content, *, body: str, title: str = "") -> None:
    if isinstance(stored, Comment):
        check_comment(body)
        return
    what = "Votre réponse"
    if isinstance(stored, Question):
        check_length("Votre question", title, QUESTION_NUMBERS.title_min, TITLE_MAX)
        what = "Votre texte"
    check_length(what, body, QUESTION_NUMBERS.body_min, QUESTION_NUMBERS.body_max)


def _screen_again(actor: User, stored: Content, seconds: float | None) -> None:
    """The new text goes through what any text does: public before, it may have to wait now, and
    keeps its date."""
    title = stored.title if isinstance(stored, Question) else ""
    was = stored.status
    waited = was == ContentStatus.PENDING
    verdict = screen(
        actor=actor,
        title=title,
        body=stored.body,
        seconds=seconds,
        edits=stored,
        was_waiting=waited,
    )
    settle_text(stored, verdict, text=f"{title}\n\n{stored.body}".strip())
    # What waits goes on waiting until somebody has read it, whatever it says now.
    if verdict.is_held and not waited:
        stored.status, stored.first_public_at = ContentStatus.PENDING, None
        stored.save(update_fields=["status", "first_public_at"])
        status_changed(stored, was, ContentStatus.PENDING)
    if stored.status == ContentStatus.PUBLISHED:
        name_people(stored)


def _check(actor: User, stored: Content, version: int) -> None:
    if not is_author(actor, stored):
        raise QuestionNotAllowed("Vous ne pouvez modifier que vos propres textes.")
    check_may_write(actor, edited=stored)
    if why := perms.why_not_editable(actor, stored):
        raise EditRefused(why)
    if stored.version != version:
        raise TextChanged(stored)


def _store(actor: User, stored: Content, before: Revision, changed: int, **values: Any) -> None:
    """Write the new text, and what it said before unless the edit is silent."""
    now = timezone.now()
    if not _is_silent(stored, changed, now):
        since = now - timedelta(hours=24)
        edits = Revision.objects.filter(editor=actor, edited_at__gt=since).count()
        if edits >= REVISION_NUMBERS.edits_a_day:
            raise EditsSpent(REVISION_NUMBERS.edits_a_day)
        before.editor, before.edited_at = actor, now
        before.is_withheld = stored.status != ContentStatus.PUBLISHED
        before.save(force_insert=True)
        values["edited_at"] = now
    values["renderer_version"] = RENDERER_VERSION
    type(stored).objects.filter(pk=stored.pk).update(version=F("version") + 1, **values)
    stored.refresh_from_db(fields=["version", *values])
    index_question(stored.pk if isinstance(stored, Question) else stored.question_id)
    touch_public_pages()


def _is_silent(stored: Content, changed: int, now: datetime) -> bool:
    """A slip of the pen put right at once: nobody has built on the text yet. Never of a text that
    is not online: what is corrected there is withheld."""
    if stored.status != ContentStatus.PUBLISHED:
        return False
    latest = stored.edited_at or stored.created_at
    early = now - latest <= timedelta(minutes=REVISION_NUMBERS.silent_edit_minutes)
    return early and changed <= REVISION_NUMBERS.silent_edit_characters
