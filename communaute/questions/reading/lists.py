"""Lists of questions and of answers: their orders, a page of them, beside a guide, the sitemap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.sitemaps import Sitemap
from django.db.models import F, Q, QuerySet

from cms.related.kinds import chosen
from communaute.questions.enums import ListOrder
from socle.keyset import Keyset

from ..models import ANSWERS_PER_PAGE, Answer, Question, Space
from ..search import KEY

if TYPE_CHECKING:
    from cms.models import GuidePage
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


def beside(guide: GuidePage, *, limit: int) -> list[Question]:
    """Those its editors chose, those that share its themes, those the index holds for it; without
    theme, those of its stage in the end. Never those left out. One query, besides the index's."""
    first = chosen(guide.shown_first, KEY)
    found = guide.found_beside.get(KEY, []) if len(first) < limit else []
    tags, left_out = guide.tag_names, chosen(guide.left_out, KEY)
    public = Question.objects.published().exclude(pk__in=left_out)
    # Some of those alike are chosen or found too: as many more.
    alike = public.related(tags=tags, stage=guide.stage).values("pk")
    some = alike[: limit + len(first) + len(found)]
    rows = public.for_lines().filter(Q(pk__in=[*first, *found]) | Q(pk__in=some))
    known = {one.pk: one for one in rows.with_shared(tags).annotate(of_stage=F("stage"))}
    related = [
        one.pk
        for one in sorted(known.values(), key=_likest, reverse=True)
        if (one.shared if tags else one.of_stage == guide.stage)  # type: ignore[attr-defined]
    ]
    keys = [*first, *related, *found] if tags else [*first, *found, *related]
    return [known[key] for key in dict.fromkeys(keys) if key in known][:limit]


def _likest(question: Any) -> tuple[Any, ...]:
    """As `QuestionQuerySet.related` orders them."""
    return (question.shared, question.answers_count, question.last_activity_at, question.pk)
