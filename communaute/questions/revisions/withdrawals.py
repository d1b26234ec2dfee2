"""Withdrawing one's own text, and putting it back as it was: the same for all three kinds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from communaute.moderation.enums import ContentStatus
from communaute.moderation.prescreening.services import back_to, wait_again
from communaute.questions.attachments.services import erase as erase_attachment
from communaute.questions.counters import status_changed
from communaute.questions.errors import QuestionNotAllowed, WithdrawalRefused, WithdrawalsSpent
from communaute.questions.models import Answer, Attachment, Comment, Question, Revision
from communaute.questions.numbers import REVISION_NUMBERS
from communaute.questions.perms import is_author
from communaute.questions.text_pipeline.limits import lock

from . import perms

if TYPE_CHECKING:
    from communaute.comptes.models import User

    type Content = Question | Answer | Comment


@transaction.atomic
def withdraw[Text: (Question, Answer, Comment)](*, actor: User, content: Text) -> Text:
    """Withdraw one's own text: what is under it stays, mails not yet gone do not leave; an answer
    that was retained is so no longer.

    Again changes nothing. Raises QuestionNotAllowed for somebody else's, WithdrawalRefused when it
    is hidden by moderation, WithdrawalsSpent.
    """
    lock(actor)
    stored = _held(content)
    if was := _leaves(actor, stored):
        status_changed(stored, was, ContentStatus.DELETED)
    return stored


@transaction.atomic
def put_back[Text: (Question, Answer, Comment)](*, actor: User, content: Text) -> Text:
    """Put back what one has just withdrawn, with all that went with it; again changes nothing.

    Raises QuestionNotAllowed for somebody else's, WithdrawalRefused when it is too late.
    """
    lock(actor)
    stored = _held(content)
    if now := _comes_back(actor, stored):
        status_changed(stored, ContentStatus.DELETED, now)
    return stored


def erase_all(person: User, now: datetime) -> None:
    """The texts of somebody who leaves and takes them along: withdrawn, then their words erased,
    earlier versions and files included. What moderation hid stays as it is, under no name."""
    for comment in Comment.objects.filter(author=person).order_by("pk"):
        _erase_one(person, _held(comment), now)
    for answer in Answer.objects.filter(author=person).order_by("pk"):
        _erase_one(person, _held(answer), now)
    for question in Question.objects.filter(author=person).order_by("pk"):
        _erase_one(person, _held(question), now)


def _erase_one(person: User, stored: Content, now: datetime) -> None:
    if perms.can_withdraw(person, stored):
        was = stored.status
        _move(stored, ContentStatus.DELETED, withdrawn_at=now)
        status_changed(stored, was, ContentStatus.DELETED)
    if not stored.is_withdrawn:
        return
    blank = {"body": "", "body_html": ""}
    if isinstance(stored, Question):
        blank["title"] = stored.public_title
    type(stored).objects.filter(pk=stored.pk).update(**blank)
    Revision.objects.filter(**{type(stored).__name__.lower(): stored}).delete()
    for file in Attachment.objects.of([stored]):
        erase_attachment(file)


def _held[Text: (Question, Answer, Comment)](content: Text) -> Text:
    """The text as it is now, held; an answer before its question: the order in which votes and
    moderation take them."""
    related = {Question: ["space"], Answer: [], Comment: ["question", "answer"]}[type(content)]
    held = type(content).objects.select_for_update(of=("self",), no_key=True)
    stored = held.select_related("author", *related).get(pk=content.pk)
    if isinstance(stored, Answer):
        stored.question = _held(stored.question)
    return stored


def _leaves(actor: User, stored: Content) -> str:
    """What the text was, when it goes now; "" when it was withdrawn already."""
    _check_own(actor, stored)
    if stored.is_withdrawn:
        return ""
    if not perms.can_withdraw(actor, stored):
        raise WithdrawalRefused(
            "Ce texte est masqué par une décision de modération : il ne se retire plus. "
            "Vous pouvez contester la décision."
        )
    now = timezone.now()
    if withdrawals_since(actor, now - timedelta(hours=24)) >= REVISION_NUMBERS.withdrawals_a_day:
        raise WithdrawalsSpent(REVISION_NUMBERS.withdrawals_a_day)
    was = stored.status
    _move(stored, ContentStatus.DELETED, withdrawn_at=now)
    return was


def _comes_back(actor: User, stored: Content) -> str:
    """What the text is again, when it comes back now; "" when it is there already."""
    _check_own(actor, stored)
    if stored.status in {ContentStatus.PUBLISHED, ContentStatus.PENDING}:
        return ""
    if not perms.can_put_back(actor, stored):
        raise WithdrawalRefused(
            "Le délai pour remettre ce texte est passé. Vous pouvez l’écrire de nouveau."
            if stored.is_withdrawn
            else "Ce texte est masqué par une décision de modération."
        )
    # Withdrawn while it waited, it was never read: it waits again.
    back = back_to(stored)
    _move(stored, back)
    if back == ContentStatus.PENDING:
        wait_again(stored)
    return back


def withdrawals_since(actor: User, since: datetime) -> int:
    """How many of their texts this person has withdrawn since then, put back or not."""
    lately = {"author": actor, "withdrawn_at__gt": since}
    return sum(
        model.objects.filter(**lately).count()  # type: ignore[attr-defined]
        for model in (Question, Answer, Comment)
    )


def _move(stored: Content, status: ContentStatus, **values: datetime) -> None:
    type(stored).objects.filter(pk=stored.pk).update(status=status, **values)
    stored.refresh_from_db(fields=["status", *values])


def _check_own(actor: User, stored: Content) -> None:
    if not is_author(actor, stored):
        raise QuestionNotAllowed("Vous ne pouvez retirer que vos propres textes.")
