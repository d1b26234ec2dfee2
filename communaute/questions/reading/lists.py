"""A page of a list of questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from communaute.questions.enums import ListOrder
from communaute.questions.models import Question

from .orders import LATEST, MOST_USEFUL

if TYPE_CHECKING:
    from communaute.questions.querysets import QuestionQuerySet
    from socle.keyset import KeysetPage, Place

QUESTIONS_PER_PAGE = 20
NARROWING = ("q", "etape", "sans_reponse", "tri")


@dataclass(frozen=True)
class QuestionList:
    """`total` is None when it would have to be counted."""

    page: KeysetPage[Question]
    total: int | None


def is_narrowed(filters: dict[str, Any]) -> bool:
    """Whether the list is anything but the latest questions of its place."""
    return any(filters[name] for name in NARROWING)


def question_list(
    filters: dict[str, Any],
    place: Place,
    *,
    within: QuestionQuerySet | None = None,
    known: int | None = None,
    reader: object = None,
) -> QuestionList:
    """The questions of some filters (of `ListForm`); `known` is how many there are without any.

    One query, two when the place holds nothing any more.
    """
    questions = within if within is not None else Question.objects.published()
    questions = questions.for_lines().search(filters["q"])
    if reader is not None:
        questions = questions.with_read_mark_of(reader)
    if filters["espace"]:
        questions = questions.filter(space=filters["espace"])
    if filters["etape"]:
        questions = questions.filter(stage=filters["etape"])
    if filters["sans_reponse"]:
        questions = questions.unanswered()
    order = MOST_USEFUL if filters["tri"] == ListOrder.USEFUL else LATEST
    page = order.page(questions, place, size=QUESTIONS_PER_PAGE)
    chosen = any(filters[name] for name in NARROWING if name != "tri")
    total = None if chosen else known
    if total is None and not page.has_other_pages:
        total = len(page)
    return QuestionList(page, total)
