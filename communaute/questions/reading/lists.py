"""Lists of questions: the orders one reads in, a page of a list, the sitemap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from communaute.questions.enums import ListOrder
from communaute.questions.models import Question, Space
from socle.keyset import Keyset

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


LATEST = Keyset("-last_activity_at", "-pk")
# Most questions share 0.
MOST_USEFUL = Keyset("-useful_count", "-last_activity_at", "-pk", shared=1)
# In a thread, the accepted answer apart: the most useful first, then in time.
THREAD = Keyset("-useful_count", "created_at", "pk")
# One's own answers, the last first.
WRITTEN = Keyset("-created_at", "-pk")


class QuestionSitemap(Sitemap[Question]):
    limit = 2000

    def items(self) -> QuerySet[Question]:
        # With all that an address is made of.
        questions = Question.objects.travelling()
        return questions.only("title", "status", "last_activity_at").order_by("pk")

    def lastmod(self, item: Question) -> datetime:
        return item.last_activity_at


class SpaceSitemap(Sitemap[Space]):
    limit = 2000

    def items(self) -> QuerySet[Space]:
        """A space without question has nothing to be found."""
        return Space.objects.filter(questions_count__gt=0).order_by("pk")
