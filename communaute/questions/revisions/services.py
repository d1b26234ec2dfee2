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
from communaute.questions.counters import (
    answer_status_changed,
    comment_status_changed,
    question_status_changed,
)
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
    from collections.abc import Callable
    from typing import Any

    from communaute.comptes.models import User

    type Content = Question | Answer | Comment


@transaction.atomic
def edit_question(
    *,
    actor: User,
    question: Question,
    title: str,
    body: str,
    version: int,
    seconds: float | None = None,
) -> Question:
    """Change one's own question; `version` is the one the person read.

    What it said before is kept, unless the edit is small and early. The same text changes nothing.
    Raises QuestionNotAllowed for somebody else's, EditRefused, InvalidText, EditsSpent, and
    TextChanged when it was edited since `version`; what those whom it names raise. What must
    be read first waits (`screening`).
    """
    lock(actor)
    stored = Question.objects.select_for_update(of=("self",), no_key=True).get(pk=question.pk)
    title, body = " ".join(clean_text(title).split()), clean_text(body)
    check_length("Votre question", title, QUESTION_NUMBERS.title_min, TITLE_MAX)
    check_length("Votre texte", body, QUESTION_NUMBERS.body_min, QUESTION_NUMBERS.body_max)
    _check(actor, stored, version)
    if (title, body) == (stored.title, stored.body):
        return stored
    before = Revision(question=stored, title=stored.title, body=stored.body)
    changed = max(changed_characters(stored.title, title), changed_characters(stored.body, body))
    _store(actor, stored, before, changed, title=title, body=body, body_html=render(body))
    text_edited(actor=actor, content=stored)
    _screen_again(actor, stored, seconds, question_status_changed)
    return stored


@transaction.atomic
def edit_answer(
    *, actor: User, answer: Answer, body: str, version: int, seconds: float | None = None
) -> Answer:
    """Change one's own answer: as `edit_question`."""
    lock(actor)
    held = Answer.objects.select_for_update(of=("self",), no_key=True)
    stored = held.select_related("question").get(pk=answer.pk)
    body = clean_text(body)
    check_length("Votre réponse", body, QUESTION_NUMBERS.body_min, QUESTION_NUMBERS.body_max)
    _check(actor, stored, version)
    if body == stored.body:
        return stored
    before = Revision(answer=stored, body=stored.body)
    changed = changed_characters(stored.body, body)
    _store(actor, stored, before, changed, body=body, body_html=render(body))
    text_edited(actor=actor, content=stored)
    _screen_again(actor, stored, seconds, answer_status_changed)
    return stored


@transaction.atomic
def edit_comment(
    *, actor: User, comment: Comment, body: str, version: int, seconds: float | None = None
) -> Comment:
    """Change one's own comment: as `edit_question`."""
    lock(actor)
    held = Comment.objects.select_for_update(of=("self",), no_key=True)
    stored = held.select_related("question", "answer").get(pk=comment.pk)
    body = clean_text(body)
    check_comment(body)
    _check(actor, stored, version)
    if body == stored.body:
        return stored
    before = Revision(comment=stored, body=stored.body)
    changed = changed_characters(stored.body, body)
    _store(actor, stored, before, changed, body=body, body_html=as_lines(body))
    text_edited(actor=actor, content=stored)
    _screen_again(actor, stored, seconds, comment_status_changed)
    return stored


def _screen_again[Text: (Question, Answer, Comment)](
    actor: User,
    stored: Text,
    seconds: float | None,
    moved: Callable[[Text, str, str], None],
) -> None:
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
        moved(stored, was, ContentStatus.PENDING)
    if stored.status == ContentStatus.PUBLISHED:
        name_people(stored)


def _check(actor: User, stored: Content, version: int) -> None:
    if not is_author(actor, stored):
        message = "Vous ne pouvez modifier que vos propres textes."
        raise QuestionNotAllowed(message)
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
