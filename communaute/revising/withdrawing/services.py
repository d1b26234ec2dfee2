"""Withdrawing one's own question or answer, and putting it back as it was."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from communaute.moderation.enums import ContentStatus
from communaute.questions.counters import (
    answer_status_changed,
    comment_status_changed,
    question_status_changed,
)
from communaute.questions.errors import QuestionNotAllowed
from communaute.questions.limits import lock
from communaute.questions.models import Answer, Comment, Question
from communaute.revising.errors import WithdrawalRefused, WithdrawalsSpent
from communaute.revising.numbers import NUMBERS
from communaute.revising.perms import is_own

from . import perms

if TYPE_CHECKING:
    from communaute.comptes.models import User


@transaction.atomic
def withdraw_question(*, actor: User, question: Question) -> Question:
    """Withdraw one's own question: its answers stay, mails not yet gone do not leave.

    Again changes nothing. Raises QuestionNotAllowed for somebody else's, WithdrawalRefused when it
    is hidden by moderation, WithdrawalsSpent.
    """
    lock(actor)
    stored = _held_question(question)
    if _leaves(actor, stored):
        question_status_changed(stored, ContentStatus.PUBLISHED, ContentStatus.DELETED)
    return stored


@transaction.atomic
def withdraw_answer(*, actor: User, answer: Answer) -> Answer:
    """Withdraw one's own answer: as `withdraw_question`; retained, it is so no longer."""
    lock(actor)
    stored = _held_answer(answer)
    if _leaves(actor, stored):
        answer_status_changed(stored, ContentStatus.PUBLISHED, ContentStatus.DELETED)
    return stored


@transaction.atomic
def put_back_question(*, actor: User, question: Question) -> Question:
    """Put back what one has just withdrawn, with all that went with it; again changes nothing.

    Raises QuestionNotAllowed for somebody else's, WithdrawalRefused when it is too late.
    """
    lock(actor)
    stored = _held_question(question)
    if _comes_back(actor, stored):
        question_status_changed(stored, ContentStatus.DELETED, ContentStatus.PUBLISHED)
    return stored


@transaction.atomic
def put_back_answer(*, actor: User, answer: Answer) -> Answer:
    """Put back what one has just withdrawn: as `put_back_question`."""
    lock(actor)
    stored = _held_answer(answer)
    if _comes_back(actor, stored):
        answer_status_changed(stored, ContentStatus.DELETED, ContentStatus.PUBLISHED)
    return stored


@transaction.atomic
def withdraw_comment(*, actor: User, comment: Comment) -> Comment:
    """Withdraw one's own comment: as `withdraw_question`."""
    lock(actor)
    stored = _held_comment(comment)
    if _leaves(actor, stored):
        comment_status_changed(stored, ContentStatus.PUBLISHED, ContentStatus.DELETED)
    return stored


@transaction.atomic
def put_back_comment(*, actor: User, comment: Comment) -> Comment:
    """Put back the comment one has just withdrawn: as `put_back_question`."""
    lock(actor)
    stored = _held_comment(comment)
    if _comes_back(actor, stored):
        comment_status_changed(stored, ContentStatus.DELETED, ContentStatus.PUBLISHED)
    return stored


def _held_comment(comment: Comment) -> Comment:
    held = Comment.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("question", "answer", "author").get(pk=comment.pk)


def _held_question(question: Question) -> Question:
    held = Question.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("space", "author").get(pk=question.pk)


def _held_answer(answer: Answer) -> Answer:
    """The answer before its question: the order in which votes and moderation take them."""
    held = Answer.objects.select_for_update(of=("self",), no_key=True)
    stored = held.select_related("author").get(pk=answer.pk)
    stored.question = _held_question(stored.question)
    return stored


def _leaves(actor: User, stored: Question | Answer | Comment) -> bool:
    """Whether the text goes now; False when it was withdrawn already."""
    _check_own(actor, stored)
    if stored.is_withdrawn:
        return False
    if not perms.can_withdraw(actor, stored):
        message = (
            "Ce texte est masqué par une décision de modération : il ne se retire plus. "
            "Vous pouvez contester la décision."
        )
        raise WithdrawalRefused(message)
    now = timezone.now()
    if withdrawals_since(actor, now - timedelta(hours=24)) >= NUMBERS.withdrawals_a_day:
        raise WithdrawalsSpent(NUMBERS.withdrawals_a_day)
    _move(stored, ContentStatus.DELETED, withdrawn_at=now)
    return True


def _comes_back(actor: User, stored: Question | Answer | Comment) -> bool:
    """Whether the text comes back now; False when it is there already."""
    _check_own(actor, stored)
    if stored.is_published:
        return False
    if not perms.can_put_back(actor, stored):
        message = (
            "Le délai pour remettre ce texte est passé. Vous pouvez l’écrire de nouveau."
            if stored.is_withdrawn
            else "Ce texte est masqué par une décision de modération."
        )
        raise WithdrawalRefused(message)
    _move(stored, ContentStatus.PUBLISHED)
    return True


def withdrawals_since(actor: User, since: datetime) -> int:
    """How many of their texts this person has withdrawn since then, put back or not."""
    lately = {"author": actor, "withdrawn_at__gt": since}
    return sum(
        model.objects.filter(**lately).count()  # type: ignore[attr-defined]
        for model in (Question, Answer, Comment)
    )


def _move(stored: Question | Answer | Comment, status: ContentStatus, **values: datetime) -> None:
    type(stored).objects.filter(pk=stored.pk).update(status=status, **values)
    stored.refresh_from_db(fields=["status", *values])


def _check_own(actor: User, stored: Question | Answer | Comment) -> None:
    if not is_own(actor, stored):
        message = "Vous ne pouvez retirer que vos propres textes."
        raise QuestionNotAllowed(message)
