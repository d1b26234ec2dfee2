"""Lists of questions and of answers: their orders, a page of them, beside a guide, the sitemap."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from cms.dashboard.drafts import Credit, can_draft_guides, draft_guide
from cms.models import GuidePage
from cms.related_content.related_kinds import chosen
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import User
from communaute.comptes.perms import is_national_team, organisations_of
from communaute.questions.enums import ListOrder
from communaute.questions.errors import QuestionNotAllowed
from communaute.questions.models import Summary
from communaute.questions.numbers import NUMBERS
from communaute.questions.perms import can_answer, is_editor, is_in_charge
from communaute.questions.querysets import QuestionQuerySet
from communaute.questions.text_pipeline.text import render
from socle.errors import ChangedMeanwhile
from socle.forms import version_of
from socle.keyset import Cursor, Keyset, KeysetPage
from socle.public_pages import touch_public_pages

from ..models import ANSWERS_PER_PAGE, Answer, Question, ReadMark, Space
from ..search import KEY

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
    place: Cursor,
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
class QuestionThread:
    """`page` leaves the accepted answer out: it stands at the beginning, before any other."""

    page: KeysetPage[Answer]
    accepted: Answer | None


def thread(
    user: object, question: Question, place: Cursor, *, wanted: int | None = None
) -> QuestionThread:
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
    for answer in [*page, accepted] if accepted else page:
        answer.question = question
    return QuestionThread(page, accepted)


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


# The summary of a long thread, each version kept; a good thread becomes the draft of a guide.


VERSIONS_SHOWN = 10


def can_summarise(user: object, question: Question) -> bool:
    """The agency of the territory, the editors and the national team, once a thread is long."""
    if question.answers_count < NUMBERS.summary_from or not can_answer(user, question):
        return False
    if is_in_charge(user, question):
        return True
    known = getattr(question, "reader_is_editor", None)
    return is_editor(user) if known is None else bool(known)


@transaction.atomic
def write_summary(*, actor: User, question: Question, body: str, version: str = "") -> Summary:
    """A new version of the summary; an empty text takes it off. The same text changes nothing.
    `version` is that of the page (`version_of_summary`; empty: of no page).

    Raises QuestionNotAllowed for others, and for a thread that is not long; ChangedMeanwhile.
    """
    if not can_summarise(actor, question):
        raise QuestionNotAllowed(NOT_ALLOWED)
    Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    last = question.summaries.first()
    if last is not None and last.body == body:
        return last
    if version not in ("", now := version_of_summary(last)):
        message = "Quelqu’un vient d’écrire le résumé, ou vous dans une autre fenêtre."
        raise ChangedMeanwhile(message, now)
    summary = Summary.objects.create(
        question=question,
        author=actor,
        signed=_signature(actor),
        body=body,
        body_html=render(body) if body else "",
    )
    touch_public_pages()
    return summary


def version_of_summary(last: Summary | None) -> str:
    """What the page that writes it shows of it, for `write_summary`."""
    return version_of(last.body if last else "")


NOT_ALLOWED = (
    "Le résumé d’une longue discussion est écrit par l’agence du territoire ou par la rédaction."
)


def _signature(actor: User) -> str:
    agencies = organisations_of(actor, OrganisationKind.AGENCE)
    if agencies:
        return agencies[0].name
    return "L’équipe nationale" if is_national_team(actor) else "La rédaction"


def guide_from(*, actor: User, question: Question) -> GuidePage:
    """The draft of a guide made of a question, its accepted answer and its most useful ones.

    Once a question: again, the same draft. Nothing is published. Raises QuestionNotAllowed for
    somebody who writes no guide, and for a question without answer.
    """
    if not can_draft_guides(actor):
        raise QuestionNotAllowed("Seule la rédaction fait d’une discussion un guide.")
    answers = _best_answers(question)
    if not question.is_published or not answers:
        raise QuestionNotAllowed("Cette question n’a pas encore de réponse dont faire un guide.")
    return draft_guide(
        actor=actor,
        question=question.pk,
        title=question.title,
        stage=question.stage,
        question_html=question.body_html,
        question_by=question.author_name,
        answers=[Credit(answer.author_name, answer.body_html) for answer in answers],
        url=question.get_absolute_url(),
    )


def _best_answers(question: Question) -> list[Answer]:
    """The accepted one, then the most useful."""
    rows = Answer.objects.published().filter(question=question).select_related("author")
    best = list(rows.order_by("-useful_count", "created_at", "pk")[: NUMBERS.guide_answers])
    accepted = rows.filter(pk=question.accepted_answer_id).first()
    if accepted is not None:
        best = [accepted, *(one for one in best if one.pk != accepted.pk)]
    return best[: NUMBERS.guide_answers]


@transaction.atomic
def mark_read(*, actor: User, question: Question, until: datetime | None = None) -> ReadMark:
    """Say that one read all that was written up to a moment, now at the latest.

    Told twice, or by a page that was open longer, it never goes back.
    """
    now = timezone.now()
    moment = min(until or now, now)
    mark, is_new = ReadMark.objects.get_or_create(
        user=actor, question=question, defaults={"read_at": moment}
    )
    if not is_new:
        ReadMark.objects.filter(pk=mark.pk, read_at__lt=moment).update(read_at=moment)
    return mark


def first_unread(user: object, question: Question) -> Answer | None:
    """The first answer by somebody else since one's mark; None when all is read, or nothing is
    marked."""
    mark = ReadMark.objects.filter(user=user, question=question).first()
    if mark is None:
        return None
    return (
        Answer.objects.published()
        .filter(question=question, created_at__gt=mark.read_at)
        .exclude(author=user)
        .order_by("created_at", "pk")
        .first()
    )


def etag_of(question: Question) -> str:
    """Changes with each answer that comes, or goes."""
    return f'"{question.answers_count}-{question.last_activity_at.timestamp():.6f}"'


def answers_since(question: Question, moment: datetime, *, limit: int) -> list[int]:
    """Keys of the published answers since a moment, the first ones, `limit` at most."""
    rows = Answer.objects.published().filter(question=question, created_at__gt=moment)
    return list(rows.order_by("created_at", "pk").values_list("pk", flat=True)[:limit])
