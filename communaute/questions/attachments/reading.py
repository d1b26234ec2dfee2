"""The files of the texts of a page, and who reads them: whoever reads these texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from ..models import Answer, Attachment, Question


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


def with_files(contents: Iterable[Any]) -> None:
    """Give each content that has any (`files_count`) its files, as `content.joined`: those that
    moderation left online."""
    having = {(type(one), one.pk): one for one in contents if one.files_count}
    for one in having.values():
        one.joined = []
    rows = Attachment.objects.of(having.values()).published().select_related("author")
    for row in rows if having else ():
        found = having.get((row.content_type.model_class(), row.object_id))
        if found is not None:
            found.joined.append(row)
