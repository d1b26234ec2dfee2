"""A page of a list of questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser

from communaute.comptes.models import User
from communaute.questions.enums import ListOrder
from communaute.questions.models import Question
from socle.sharing.pages import PreparedPages

from .orders import LATEST, MOST_USEFUL

if TYPE_CHECKING:
    from communaute.questions.models import Space
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
    if within is None and not is_narrowed(filters):
        page = _usual(filters["espace"], place, reader)
    else:
        page = _chosen(filters, place, within, reader)
    chosen = any(filters[name] for name in NARROWING if name != "tri")
    total = None if chosen else known
    if total is None and not page.has_other_pages:
        total = len(page)
    return QuestionList(page, total)


def _usual(space: Space | None, place: Place, reader: object) -> KeysetPage[Question]:
    """The latest questions of everywhere, or of a space: asked more often than all the rest."""
    mine = getattr(reader, "pk", None)
    keys = [key for key in (space.pk if space else None, mine) if key is not None]
    return _LATEST[space is not None, mine is not None].page(place, *keys)


def _chosen(
    filters: dict[str, Any], place: Place, within: QuestionQuerySet | None, reader: object
) -> KeysetPage[Question]:
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
    return order.page(questions, place, size=QUESTIONS_PER_PAGE)


def _latest(*, in_a_space: bool, with_marks: bool) -> PreparedPages[Question]:
    def listed(*keys: int) -> QuestionQuerySet:
        reader = User(pk=keys[-1]) if with_marks else AnonymousUser()
        questions = Question.objects.published().for_lines().with_read_mark_of(reader)
        return questions.filter(space=keys[0]) if in_a_space else questions

    kinds = [int] * (in_a_space + with_marks)
    return PreparedPages(LATEST, listed, *kinds, model=Question, size=QUESTIONS_PER_PAGE)


_LATEST = {
    (in_a_space, with_marks): _latest(in_a_space=in_a_space, with_marks=with_marks)
    for in_a_space in (False, True)
    for with_marks in (False, True)
}
