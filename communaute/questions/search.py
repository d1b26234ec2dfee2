"""What the search finds among questions: each with its answers, as one thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Window
from django.db.models.functions import RowNumber

from socle.search.enums import Kind
from socle.search.indexing import index
from socle.search.sources import Row, Source

from .models import Answer, Question
from .text import plain

KEY = "questions"
# Of a long thread: the accepted answer, then the most useful, then the first ones.
ANSWERS_READ = 100


def index_question(pk: int) -> None:
    """Bring the index up to date for a question; in the transaction of what changed it."""
    index(KEY, [pk])


def index_spaces(pks: Iterable[int]) -> None:
    """Bring the index up to date for the questions of these spaces, whose title they show."""
    questions = Question.objects.filter(space__in=list(pks)).order_by("pk")
    index(KEY, questions.values_list("pk", flat=True))


def rows(pks: Sequence[int]) -> Iterable[Row]:
    """The published questions, with their published answers."""
    questions = (
        Question.objects.published()
        .filter(pk__in=pks)
        .select_related("space", "commune")
        .prefetch_related("tags")
        .order_by("pk")
    )
    answers = _answers(pks)
    return [_row(question, answers[question.pk]) for question in questions]


def _answers(pks: Sequence[int]) -> dict[int, list[Answer]]:
    rank = Window(
        RowNumber(), partition_by="question", order_by=["-useful_count", "created_at", "pk"]
    )
    ranked = Answer.objects.published().filter(question__in=pks).annotate(rank=rank)
    found: dict[int, list[Answer]] = defaultdict(list)
    fields = ("question", "body_html", "useful_count")
    for answer in ranked.filter(rank__lte=ANSWERS_READ).only(*fields).order_by("question", "rank"):
        found[answer.question_id].append(answer)
    return found


def _row(question: Question, answers: list[Answer]) -> Row:
    chosen = question.accepted_answer_id
    answers.sort(key=lambda answer: answer.pk != chosen)
    texts = [plain(question.body_html), *(plain(answer.body_html) for answer in answers)]
    place = question.commune.name if question.commune else ""
    tags = " ".join(tag.name for tag in question.tags.all())
    return Row(
        pk=question.pk,
        title=question.title,
        url=question.get_absolute_url(),
        lead=f"{tags} {question.space.title} {place}",
        text="\n".join(texts),
        commune=question.commune_id or "",
        departement=question.departement_id or "",
        is_accepted=chosen is not None,
        useful=max((answer.useful_count for answer in answers), default=0),
        happened_at=question.last_activity_at,
    )


def _pks() -> Iterable[int]:
    found = Question.objects.published().order_by("pk").values_list("pk", flat=True)
    return found.iterator(2_000)


SOURCE = Source(KEY, 4, Kind.QUESTION, rows, _pks)
