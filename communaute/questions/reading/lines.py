"""The lines of the lists of questions: the same line is made once in a process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socle.french import ago
from socle.sharing.lines import KeptLines

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from communaute.questions.models import Question

# A kilobyte each.
_LINES = KeptLines("questions/_question_line.html", most=4_000)


def line_of(question: Question) -> SafeString:
    """A question as a list shows it (of `for_lines`); it is found again by all that it says."""
    moment = question.last_activity_at if question.answers_count else question.created_at
    said = (
        question.pk,
        question.status,
        question.title,
        question.author_name,
        question.space.title,
        question.answers_count,
        question.accepted_answer_id is None,
        question.has_news,
        moment,
        ago(moment),
    )
    return _LINES.line(said, {"question": question})
