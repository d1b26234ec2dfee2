"""Who reads the files joined to questions and answers: whoever reads these."""

from typing import Any

from django.db.models import Model

from ..models import Answer, Question


def _reads_question(user: Any, question: Question) -> bool:
    visible = Question.objects.visible_to(user).filter(pk=question.pk)
    return not question.is_withdrawn and visible.exists()


def _reads_answer(user: Any, answer: Answer) -> bool:
    visible = Answer.objects.visible_to(user).filter(pk=answer.pk)
    # Of a question that its author withdrew, the answers stay.
    question = Question.objects.with_places(user).filter(pk=answer.question_id)
    return not answer.is_withdrawn and visible.exists() and question.exists()


_READS = {Question: _reads_question, Answer: _reads_answer}


def is_readable(user: Any, content: Model) -> bool:
    """Whether this person may read this content, and its files, now; never, of what has none."""
    reads = _READS.get(type(content))
    return reads is not None and reads(user, content)
