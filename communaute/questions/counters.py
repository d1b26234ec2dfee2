"""Counters that follow moderation, and the proof that they are right."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from communaute.moderation.deadlines import undoable_until
from communaute.moderation.enums import ContentStatus
from communaute.moderation.models import Case
from communaute.moderation.prescreening.services import follow
from communaute.notifications.services import (
    restore,
    restore_lines,
    withdraw,
    withdraw_lines,
)
from socle.public_pages import touch_public_pages

from . import effects
from .enums import WasAccepted
from .mentions.services import tell_again
from .models import Answer, Comment, Question, Space
from .notify import (
    BEGINNINGS,
    announce_accepted,
    announce_answer,
    announce_comment,
    announce_useful,
    comment_key,
    keys_of,
    thread_of,
)
from .routing.services import reach_again
from .search import index_question
from .subscriptions import wants_news


def _move(old_status: str, new_status: str) -> int:
    """+1 when a content becomes readable, -1 when it stops being so, else 0."""
    published = ContentStatus.PUBLISHED
    return (new_status == published) - (old_status == published)


def _comes_out(content: Question | Answer | Comment, old_status: str, new_status: str) -> bool:
    """Whether a text that was read before publication is public for the first time: it is dated of
    now, as if it had just been written, and told once nobody may take that back."""
    if not follow(content, old_status, new_status):
        return False
    content.created_at = now = timezone.now()
    content.told_from = undoable_until(now)
    values: dict[str, datetime] = {"created_at": now}
    if isinstance(content, Question):
        content.last_activity_at = values["last_activity_at"] = now
    type(content)._base_manager.filter(pk=content.pk).update(**values)
    return True


def _goes_back(content: Question | Answer | Comment, old_status: str, new_status: str) -> None:
    """A first publication was taken back, in its minutes: the text is dated again of the day its
    case was opened, which is the day it was written."""
    if (old_status, new_status) != (ContentStatus.PUBLISHED, ContentStatus.PENDING):
        return
    # One published for long is held again when its author changes it: it keeps its date.
    if undoable_until(content.created_at) <= timezone.now():
        return
    kind = ContentType.objects.get_for_model(content)
    cases = Case.objects.filter(content_type=kind, object_id=content.pk).order_by("opened_at", "pk")
    opened_at = cases.values_list("opened_at", flat=True).first()
    if opened_at is not None and opened_at < content.created_at:
        content.created_at = opened_at
        type(content)._base_manager.filter(pk=content.pk).update(created_at=opened_at)


def count_in_space(space_id: int, move: int, *, is_answered: bool) -> None:
    """A readable question comes to a space (+1) or leaves it (-1)."""
    Space.objects.filter(pk=space_id).update(
        questions_count=Greatest(F("questions_count") + move, 0),
        answered_count=Greatest(F("answered_count") + (move if is_answered else 0), 0),
    )


def count_answered(space_id: int, move: int) -> None:
    """A readable question of the space has its first answer by another (+1), or lost it (-1)."""
    Space.objects.filter(pk=space_id).update(answered_count=Greatest(F("answered_count") + move, 0))


@transaction.atomic
def question_status_changed(question: Question, old_status: str, new_status: str) -> None:
    """Follow a question that moderation hid or restored, or that its author withdrew or put back;
    a mail not yet gone does not leave. Read before publication and public now, it is told as if
    it had just been asked."""
    is_new = _comes_out(question, old_status, new_status)
    _goes_back(question, old_status, new_status)
    if move := _move(old_status, new_status):
        # Read again: an answer may have come, or the question moved, since it was shown.
        held = Question.objects.select_for_update(no_key=True).get(pk=question.pk)
        count_in_space(held.space_id, move, is_answered=held.first_answer_at is not None)
    if new_status != ContentStatus.PUBLISHED:
        _take_back_thread(question)
        effects.question_hidden(question)
    elif is_new:
        effects.question_asked(question)
    elif move:
        _give_back_thread(question)
        effects.question_shown(question)
    index_question(question.pk)
    touch_public_pages()


def _take_back_thread(question: Question) -> None:
    """What was told of its answers and comments names the question: others read it no more."""
    withdraw_lines(thread=thread_of(question.pk), beginnings=BEGINNINGS, but_of=question.author)


def _give_back_thread(question: Question) -> None:
    """All but what was told of the texts that are still hidden themselves."""
    published = ContentStatus.PUBLISHED
    hidden = Answer.objects.filter(question=question).exclude(status=published)
    comments = Comment.objects.filter(question=question).exclude(status=published)
    keys = [key for answer in hidden for key in keys_of(answer)]
    keys += [comment_key(comment) for comment in comments]
    restore_lines(thread=thread_of(question.pk), beginnings=BEGINNINGS, but=keys)


@transaction.atomic
def answer_status_changed(answer: Answer, old_status: str, new_status: str) -> None:
    """Follow an answer that moderation hid or restored, or that its author withdrew or put back;
    a mail not yet gone does not leave. As for a question, what is public at last is told."""
    is_new = _comes_out(answer, old_status, new_status)
    _goes_back(answer, old_status, new_status)
    if move := _move(old_status, new_status):
        questions = Question.objects.select_for_update(no_key=True)
        question = questions.get(pk=answer.question_id)
        first = first_answer_at(question)
        turned = (first is not None) - (question.first_answer_at is not None)
        if turned and question.is_published:
            count_answered(question.space_id, turned)
        Question.objects.filter(pk=question.pk).update(
            answers_count=Greatest(F("answers_count") + move, 0),
            first_answer_at=first,
            last_activity_at=_last_activity_at(question),
            useful_count=_useful_count(question),
            **({"answer_lost_at": timezone.now() if turned < 0 else None} if turned else {}),
        )
        if turned < 0:
            question.refresh_from_db()
            reach_again(question)
    if new_status != ContentStatus.PUBLISHED:
        _take_back(answer)
    elif is_new:
        _announce(answer)
    elif move:
        _give_back(answer)
    index_question(answer.question_id)
    touch_public_pages()


@transaction.atomic
def comment_status_changed(comment: Comment, old_status: str, new_status: str) -> None:
    """Follow a comment that moderation hid or restored, or that its author withdrew or put back."""
    is_new = _comes_out(comment, old_status, new_status)
    _goes_back(comment, old_status, new_status)
    if move := _move(old_status, new_status):
        about = Answer.objects.filter(pk=comment.answer_id)
        if comment.answer_id is None:
            about = Question.objects.filter(pk=comment.question_id)
        about.update(comments_count=Greatest(F("comments_count") + move, 0))
    if new_status != ContentStatus.PUBLISHED:
        withdraw(key=comment_key(comment))
    elif is_new:
        announce_comment(comment)
        effects.comment_written(comment)
    elif move and comment.question.is_published and restore(key=comment_key(comment)):
        announce_comment(comment)
        tell_again(comment)
    index_question(comment.question_id)
    touch_public_pages()


def status_changed(content: Question | Answer | Comment, old_status: str, new_status: str) -> None:
    """Follow a text of any of the three kinds."""
    changed: dict[type, Callable[..., None]] = {
        Question: question_status_changed,
        Answer: answer_status_changed,
        Comment: comment_status_changed,
    }
    changed[type(content)](content, old_status, new_status)


def _take_back(answer: Answer) -> None:
    """Nothing leads to the answer any more; it remembers whether it was the accepted one."""
    chosen = Question.objects.filter(accepted_answer=answer)
    by_asker = chosen.values_list("accepted_by_asker", flat=True).first()
    if by_asker is not None:
        kept = WasAccepted.BY_ASKER if by_asker else WasAccepted.BY_AGENCY
        Answer.objects.filter(pk=answer.pk).update(was_accepted=kept)
        chosen.update(accepted_answer=None, accepted_by_asker=False)
    for key in keys_of(answer):
        withdraw(key=key)


def _give_back(answer: Answer) -> None:
    """All that hiding took: the choice unless another was made since, what people were told."""
    kept = Answer.objects.filter(pk=answer.pk).values_list("was_accepted", flat=True).get()
    if kept:
        Question.objects.filter(pk=answer.question_id, accepted_answer=None).update(
            accepted_answer=answer, accepted_by_asker=kept == WasAccepted.BY_ASKER
        )
        Answer.objects.filter(pk=answer.pk).update(was_accepted="")
    question = Question.objects.select_related("author").get(pk=answer.question_id)
    if not question.is_published:
        # What was told of it comes back with its question.
        return
    told_of, accepted, useful = (restore(key=key) for key in keys_of(answer))
    asker = question.author
    if told_of:
        by_another = asker is not None and asker.pk != answer.author_id
        if asker is not None and by_another and wants_news(asker, question):
            is_first = question.first_answer_at == answer.created_at
            announce_answer(answer, asker=asker, is_first=is_first)
        effects.answer_shown(answer)
    if answer.author is not None:
        # Another may have been chosen instead, before it was hidden or since.
        if accepted and question.accepted_answer_id == answer.pk:
            by_asker = question.accepted_by_asker
            announce_accepted(answer, author=answer.author, by_asker=by_asker)
        if useful:
            announce_useful(answer, author=answer.author)


def _announce(answer: Answer) -> None:
    """Tell of an answer that is public at last: its counters have moved."""
    questions = Question.objects.select_related("author", "space")
    answer.question = question = questions.get(pk=answer.question_id)
    asker = question.author
    if asker and asker.pk != answer.author_id and wants_news(asker, question):
        is_first = question.first_answer_at == answer.created_at
        announce_answer(answer, asker=asker, is_first=is_first)
    effects.answer_written(answer)


def first_answer_at(question: Question) -> datetime | None:
    """Moment of the first published answer by somebody else than the asker, or None."""
    answers = Answer.objects.published().filter(question=question)
    if question.author_id:
        answers = answers.filter(Q(author__isnull=True) | ~Q(author=question.author_id))
    else:
        # The asker closed their account: their own answers have lost their author too. Those
        # without author count as they did.
        known = Q(author__isnull=False)
        if question.first_answer_at is not None:
            known |= Q(created_at__gte=question.first_answer_at)
        answers = answers.filter(known)
    return answers.order_by("created_at").values_list("created_at", flat=True).first()


def _last_activity_at(question: Question) -> datetime:
    """Moment of the last published answer, else of the question."""
    answers = Answer.objects.published().filter(question=question).order_by("created_at")
    return answers.values_list("created_at", flat=True).last() or question.created_at


def _useful_count(question: Question) -> int:
    """Votes of the published answers of a question."""
    answers = Answer.objects.published().filter(question=question)
    return answers.aggregate(votes=Sum("useful_count", default=0))["votes"]


# What a question keeps, and what `with_true_counts` says that it should be.
KEPT = {
    "answers_count": "counted",
    "first_answer_at": "first_counted",
    "useful_count": "useful_counted",
    "last_activity_at": "last_counted",
}


def drifting_spaces() -> list[dict[str, Any]]:
    """Each space a counter of which is wrong, with the right numbers."""
    rows = Space.objects.drifting()
    return list(
        rows.values(
            "pk", "title", "questions_count", "counted", "answered_count", "answered_counted"
        )
    )


def drifting_questions() -> list[dict[str, Any]]:
    """Each question one of whose counters or dates is wrong, with the right ones."""
    rows = Question.objects.order_by("pk").with_true_counts()
    rows = rows.values("pk", *KEPT, *KEPT.values()).iterator(2000)
    return [row for row in rows if any(row[name] != row[right] for name, right in KEPT.items())]


def drifting_answers() -> list[tuple[int, int, int]]:
    """(pk, stored, right) of each answer whose count of votes is wrong."""
    rows = Answer.objects.order_by("pk").drifting()
    return list(rows.values_list("pk", "useful_count", "counted"))  # type: ignore[misc]


@transaction.atomic
def repair() -> tuple[int, int, int]:
    """Set every counter right; returns (spaces, questions, answers) repaired."""
    # Those of answers first: a question adds them up.
    answers = drifting_answers()
    for pk, _, votes in answers:
        Answer.objects.filter(pk=pk).update(useful_count=votes)
    questions = drifting_questions()
    for row in questions:
        right = {name: row[counted] for name, counted in KEPT.items()}
        Question.objects.filter(pk=row["pk"]).update(**right)
    # Then the spaces: they count the questions that are answered.
    spaces = drifting_spaces()
    for row in spaces:
        Space.objects.filter(pk=row["pk"]).update(
            questions_count=row["counted"], answered_count=row["answered_counted"]
        )
    if spaces or questions or answers:
        touch_public_pages()
    return len(spaces), len(questions), len(answers)


def drifting_comments() -> list[tuple[type[Question] | type[Answer], int, int, int]]:
    """(model, pk, stored, right) of each text whose count of comments is wrong."""
    found: list[tuple[type[Question] | type[Answer], int, int, int]] = []
    for model, name in ((Question, "question"), (Answer, "answer")):
        own = Comment.objects.published().filter(**{name: OuterRef("pk")})
        if model is Question:
            own = own.filter(answer=None)
        counted = own.order_by().values(name).annotate(n=Count("pk")).values("n")
        rows = model.objects.annotate(counted=Coalesce(Subquery(counted), 0))
        wrong = rows.exclude(comments_count=F("counted")).order_by("pk")
        found += [(model, *row) for row in wrong.values_list("pk", "comments_count", "counted")]
    return found


@transaction.atomic
def repair_comments() -> int:
    """Set the counts of comments right; returns how many were wrong."""
    wrong = drifting_comments()
    for model, pk, _, right in wrong:
        model.objects.filter(pk=pk).update(comments_count=right)
    if wrong:
        touch_public_pages()
    return len(wrong)
