"""Writing a comment: its text has no marks, its counter moves in the same transaction."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from communaute.comptes.models import User
from communaute.comptes.services import hold_accounts
from communaute.moderation.enums import ContentStatus
from communaute.moderation.prescreening.services import Verdict, screen, settle_text
from communaute.moderation.registry import as_lines
from communaute.questions.announcements import announce_comment
from communaute.questions.errors import NameMissing, PostKeyUsed, QuestionNotAllowed
from communaute.questions.models import Answer, Comment, Question
from communaute.questions.numbers import NUMBERS
from communaute.questions.search import index_question
from communaute.questions.text_pipeline.limits import (
    check_comment,
    check_may_write,
    check_pace_of_answers,
    last_of,
    sent_again,
)
from communaute.questions.text_pipeline.text import RENDERER_VERSION, clean_text, same_text
from socle.public_pages import add_to_public_pages

from .. import effects, perms
from .reading import of


@transaction.atomic
def add_comment(
    *,
    actor: User,
    about: Question | Answer,
    body: str,
    submission_key: uuid.UUID,
    seconds: float | None = None,
) -> Comment:
    """Publish a comment; tell the author of the text and those who commented before.
    Or have it read first (`screening`): `seconds` is how long its form was open.

    Same key again, or same text under the same text within 24 hours: the comment already stored.
    Raises QuestionNotAllowed, NameMissing, InvalidText, TooSoon, FirstDayLimit, PostKeyUsed.
    """
    hold_accounts(actor.pk, about.author_id)
    body = clean_text(body)
    if stored := Comment.objects.filter(author=actor, submission_key=submission_key).first():
        return sent_again(stored, body=body)
    about = _held(about)
    if not perms.can_comment(actor, about):
        message = "Ce texte n’accepte pas de commentaire pour le moment."
        raise QuestionNotAllowed(message)
    check_may_write(actor)
    check_comment(body)
    if stored := _same(actor, about, body):
        return stored
    if not actor.display_name:
        raise NameMissing
    check_pace_of_answers(actor, last_of(Comment, actor))
    verdict = screen(actor=actor, body=body, seconds=seconds)
    comment = _store(actor, about, body, submission_key, verdict)
    settle_text(comment, verdict, text=body)
    if verdict.is_held:
        return comment
    type(about).objects.filter(pk=about.pk).update(comments_count=F("comments_count") + 1)
    index_question(comment.question_id)
    announce_comment(comment)
    effects.comment_written(comment)
    add_to_public_pages()
    return comment


def _held(about: Question | Answer) -> Question | Answer:
    if isinstance(about, Question):
        questions = Question.objects.select_for_update(of=("self",), no_key=True)
        return questions.select_related("space", "author").get(pk=about.pk)
    answers = Answer.objects.select_for_update(of=("self",), no_key=True)
    return answers.select_related("question__space", "author").get(pk=about.pk)


def _same(actor: User, about: Question | Answer, body: str) -> Comment | None:
    since = timezone.now() - timedelta(hours=NUMBERS.hours_same_text)
    recent = Comment.objects.filter(author=actor, created_at__gt=since, **of(about))
    standing = recent.exclude(status=ContentStatus.DELETED)
    return next((comment for comment in standing if same_text(comment.body, body)), None)


def _store(
    actor: User, about: Question | Answer, body: str, submission_key: uuid.UUID, verdict: Verdict
) -> Comment:
    answer = about if isinstance(about, Answer) else None
    question = about if isinstance(about, Question) else about.question
    try:
        with transaction.atomic():
            return Comment.objects.create(
                author=actor,
                status=verdict.status,
                first_public_at=verdict.first_public_at,
                question=question,
                answer=answer,
                commune_id=about.commune_id,
                departement_id=about.departement_id,
                body=body,
                body_html=as_lines(body),
                renderer_version=RENDERER_VERSION,
                submission_key=submission_key,
            )
    except IntegrityError as error:
        raise PostKeyUsed from error
