"""What of this room may be reported, and how the counters follow a decision."""

from communaute.moderation.registry import ModeratedType

from .counters import answer_status_changed, question_status_changed
from .models import Answer, Question
from .text import render


def _question_text(question: Question) -> str:
    return f"{question.title}\n\n{question.body}"


def _answer_text(answer: Answer) -> str:
    return answer.body


def _answer_context(answer: Answer) -> str:
    question = answer.question
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
    )
