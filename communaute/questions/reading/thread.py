"""The answers of a question, a page at a time, the accepted one apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communaute.questions.models import ANSWERS_PER_PAGE, Answer

from .lists import THREAD

if TYPE_CHECKING:
    from communaute.questions.models import Question
    from socle.keyset import KeysetPage, Place


@dataclass(frozen=True)
class Thread:
    """`page` leaves the accepted answer out: it stands at the beginning, before any other."""

    page: KeysetPage[Answer]
    accepted: Answer | None

    @property
    def readable(self) -> list[Answer]:
        return [*self.page, *([self.accepted] if self.accepted else [])]


def thread(user: object, question: Question, place: Place, *, wanted: int | None = None) -> Thread:
    """What this person may read of a thread, and the places of what was withdrawn, at a place or
    where the answer `wanted` is.

    At most one query for the accepted answer, and three for the page.
    """
    answers = Answer.objects.with_places(user).select_related("author").with_vote_of(user)
    answers = answers.filter(question=question)
    accepted = None
    if question.accepted_answer_id:
        accepted = answers.published().filter(pk=question.accepted_answer_id).first()
    if accepted:
        answers = answers.exclude(pk=accepted.pk)
    page = THREAD.page(answers, place, size=ANSWERS_PER_PAGE)
    if wanted and page.has_next and wanted not in {answer.pk for answer in page}:
        first = answers.filter(pk=wanted).first()
        if first is not None:
            page = THREAD.page_from(answers, first, size=ANSWERS_PER_PAGE)
    found = Thread(page, accepted)
    for answer in found.readable:
        answer.question = question
    return found
