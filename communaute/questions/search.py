"""What the search finds among questions: each with its answers and comments, as one thing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet, Window
from django.db.models.functions import RowNumber

from communaute.moderation.enums import ContentStatus
from socle.search.enums import Kind
from socle.search.indexer import extend, index
from socle.search.sources import Row, Source

from .models import Answer, Comment, Question
from .text_pipeline.text import plain

KEY = "questions"
# Of a long thread: the accepted answer, then the most useful, then the first ones.
ANSWERS_READ = 100
# Of its comments, the first ones: those under a hidden answer are read by nobody.
COMMENTS_READ = 100


def index_question(pk: int) -> None:
    """Bring the index up to date for a question; in the transaction of what changed it."""
    index(KEY, [pk])


def index_answer(answer: Answer) -> None:
    """The same for a question that this answer, the last one, was just added to."""
    question = answer.question
    text = plain(answer.body_html) if question.answers_count <= ANSWERS_READ else ""
    extend(KEY, question.pk, text, at=question.last_activity_at)


def index_spaces(pks: Iterable[int]) -> None:
    """Bring the index up to date for the questions of these spaces, whose title they show."""
    questions = Question.objects.filter(space__in=list(pks)).order_by("pk")
    index(KEY, questions.values_list("pk", flat=True))


def rows(pks: Sequence[int]) -> Iterable[Row]:
    """The published questions that travel, with their published answers and comments."""
    answers: dict[int, list[Answer]] = defaultdict(list)
    for answer in _answers(pks):
        answers[answer.question_id].append(answer)
    comments: dict[int, list[Comment]] = defaultdict(list)
    for comment in _comments(pks):
        comments[comment.question_id].append(comment)
    return [
        _row(question, answers[question.pk], comments[question.pk]) for question in _questions(pks)
    ]


def _questions(pks: list[int]) -> QuerySet[Question]:
    questions = Question.objects.travelling().filter(pk__in=pks)
    return questions.select_related("space", "commune").prefetch_related("tags").order_by("pk")


def _answers(pks: list[int]) -> QuerySet[Answer]:
    rank = Window(
        RowNumber(), partition_by="question", order_by=["-useful_count", "created_at", "pk"]
    )
    ranked = Answer.objects.published().filter(question__in=pks).annotate(rank=rank)
    fields = ("question", "body_html", "useful_count")
    return ranked.filter(rank__lte=ANSWERS_READ).only(*fields).order_by("question", "rank")


def _comments(pks: list[int]) -> QuerySet[Comment]:
    rank = Window(RowNumber(), partition_by="question", order_by=["created_at", "pk"])
    published = Comment.objects.published().filter(question__in=pks)
    under_answer = Q(answer=None) | Q(answer__status=ContentStatus.PUBLISHED)
    ranked = published.filter(under_answer).annotate(rank=rank).filter(rank__lte=COMMENTS_READ)
    return ranked.only("question", "answer", "body").order_by("question", "rank")


def _row(question: Question, answers: list[Answer], comments: list[Comment]) -> Row:
    chosen = question.accepted_answer_id
    answers.sort(key=lambda answer: answer.pk != chosen)
    # A comment is quoted after the text that it is about.
    said: dict[int | None, list[str]] = defaultdict(list)
    for comment in comments:
        said[comment.answer_id].append(comment.body)
    texts = [plain(question.body_html), *said.pop(None, [])]
    for answer in answers:
        texts += [plain(answer.body_html), *said.pop(answer.pk, [])]
    texts += [body for bodies in said.values() for body in bodies]
    place = question.commune.name if question.commune else ""
    tags = " ".join(tag.name for tag in question.tags.all())
    return Row(
        pk=question.pk,
        title=question.title,
        url=question.get_absolute_url(),
        lead=f"{tags} {question.space.title} {place}",
        text="\n".join(texts),
        departement=question.departement_id or "",
        is_accepted=chosen is not None,
        useful=max((answer.useful_count for answer in answers), default=0),
        happened_at=question.last_activity_at,
    )


def _pks() -> Iterable[int]:
    found = Question.objects.travelling().order_by("pk").values_list("pk", flat=True)
    return found.iterator(2_000)


SOURCE = Source(KEY, 4, Kind.QUESTION, rows, _pks)
