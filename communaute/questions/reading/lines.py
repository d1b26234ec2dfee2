"""The lines of the lists of questions: the same line is made once in a process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from socle.french import ago

if TYPE_CHECKING:
    from communaute.questions.models import Question

# A kilobyte each; all are forgotten when there are more.
LINES_KEPT = 4_000
_lines: dict[tuple[object, ...], SafeString] = {}


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
    line = _lines.get(said)
    if line is None:
        if len(_lines) >= LINES_KEPT:
            _lines.clear()
        line = render_to_string("questions/_question_line.html", {"question": question})
        _lines[said] = line
    return line
