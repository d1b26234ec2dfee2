"""What of this room may be reported, how the counters follow a decision, what others can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communaute.moderation.enums import ContentStatus
from communaute.moderation.registry import ModeratedType
from communaute.pieces_jointes.models import Attachment

from .counters import answer_status_changed, comment_status_changed, question_status_changed
from .models import Answer, Comment, Question
from .text import render

if TYPE_CHECKING:
    from communaute.comptes.models import User


def _question_text(question: Question) -> str:
    return f"{question.title}\n\n{question.body}{_files_of(question)}"


def _answer_text(answer: Answer) -> str:
    return f"{answer.body}{_files_of(answer)}"


def _files_of(content: Question | Answer) -> str:
    """Its files by their description: they are judged, hidden and erased with it."""
    if not content.files_count:
        return ""
    return "".join(f"\n\nFichier joint : {file}" for file in Attachment.objects.of([content]))


def _answer_context(answer: Answer) -> str:
    question = answer.question
    return question.public_title if question.is_withdrawn else _question_text(question)


def _comment_text(comment: Comment) -> str:
    return comment.body


def _comment_context(comment: Comment) -> str:
    """The answer it is under, or the question."""
    answer = comment.answer
    if answer is not None and not answer.is_withdrawn:
        return answer.body
    question = comment.question
    return question.public_title if question.is_withdrawn else _question_text(question)


def moderated_types() -> tuple[ModeratedType, ...]:
    return (
        ModeratedType(
            key="question",
            model=Question,
            label="Question",
            text=_question_text,
            on_change=question_status_changed,
            html=render,
            related=("space",),
        ),
        ModeratedType(
            key="reponse",
            model=Answer,
            label="Réponse",
            text=_answer_text,
            on_change=answer_status_changed,
            html=render,
            context=_answer_context,
            related=("question__space",),
        ),
        ModeratedType(
            key="commentaire",
            model=Comment,
            label="Commentaire",
            text=_comment_text,
            on_change=comment_status_changed,
            context=_comment_context,
            related=("question__space", "answer"),
        ),
    )


def approved_posts(user: User) -> int:
    """How many texts of this person others can read."""
    published = {"author": user, "status": ContentStatus.PUBLISHED}
    return Question.objects.filter(**published).count() + Answer.objects.filter(**published).count()
