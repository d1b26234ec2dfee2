"""The answers of a question, a page at a time, the accepted one apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from communaute.questions.models import ANSWERS_PER_PAGE, Answer
from socle.sharing.pages import PreparedPages
from socle.sharing.prepared import Prepared

from .orders import THREAD

if TYPE_CHECKING:
    from communaute.questions.models import Question
    from communaute.questions.querysets import AnswerQuerySet
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
    if wanted or getattr(user, "is_authenticated", False):
        found = _for(user, question, place, wanted)
    else:
        found = _for_everybody(question, place)
    for answer in found.readable:
        answer.question = question
    return found


def _for(user: object, question: Question, place: Place, wanted: int | None) -> Thread:
    answers = _answers(user).filter(question=question)
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
    return Thread(page, accepted)


def _for_everybody(question: Question, place: Place) -> Thread:
    """What visitors read: asked more often than all the rest."""
    key = question.accepted_answer_id
    accepted = _ACCEPTED.first(key, question.pk) if key else None
    return Thread(_PAGES.page(place, question.pk, accepted.pk if accepted else 0), accepted)


def _answers(user: object) -> AnswerQuerySet:
    return Answer.objects.with_places(user).select_related("author").with_vote_of(user)


def _others(question: int, accepted: int) -> AnswerQuerySet:
    return _answers(AnonymousUser()).filter(question=question).exclude(pk=accepted)


def _one(pk: int, question: int) -> AnswerQuerySet:
    return _answers(AnonymousUser()).published().filter(pk=pk, question=question).order_by("pk")


_PAGES = PreparedPages(THREAD, _others, int, int, model=Answer, size=ANSWERS_PER_PAGE)
_ACCEPTED = Prepared(_one, int, int)
