"""Questions, answers and votes in bulk, over three years, with their counters right."""

from array import array
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import batched
from random import Random

from django.db import models, transaction
from django.db.models import F, OuterRef, Subquery, Sum
from django.utils import timezone

from communaute.comptes.models import User
from communaute.questions.models import Answer, Question, Space, UsefulVote
from communaute.questions.text_pipeline.text import RENDERER_VERSION
from socle.buildings import HeatingEnergy

from .texts import BATCH, Texts, create_people

AUTHORS = 5_000
# Questions made at once, with all that follows them: memory does not grow with how many there are.
AT_ONCE = 2_000
# The longest thread, where there are enough answers; the others share the rest at random.
LONGEST = 2_000
_LONGEST_SHARE = 5
_PAST = timedelta(days=3 * 365)
_WITHIN = timedelta(days=20)
# One answer in so many was found useful, by one to three people; one thread in so many is settled.
_ONE_USEFUL_IN = 10
_ONE_ACCEPTED_IN = 3
_MOST_USEFUL = 3
_ENERGIES = (HeatingEnergy.GAZ, HeatingEnergy.FIOUL, HeatingEnergy.ELECTRICITE)


@dataclass(slots=True)
class _Plan:
    """A question to come, and the moments of its answers, in order."""

    asked_at: datetime
    author: User
    answered_at: list[datetime] = field(default_factory=list)


def create_community(random: Random, *, questions: int, answers: int) -> None:
    """`questions` over the spaces there are, half in the first; `answers` over those questions.

    One thread has `LONGEST` answers (a fifth of them, when they are few); nobody answers their own
    question nor finds their own answer useful. Each batch is a transaction of its own.
    """
    if not questions:
        return
    people = create_people(max(2, min(AUTHORS, questions)))
    texts, spaces = Texts(random), list(Space.objects.order_by("pk"))
    # Of each question, in order: answers to come.
    shares = _shares(random, questions=questions, answers=answers)
    start, step = timezone.now() - _PAST - _WITHIN, _PAST / questions
    with _own_dates(Question, Answer):
        for numbers in batched(range(questions), AT_ONCE, strict=False):
            plans = [
                _plan(random, start + step * number, random.choice(people), shares[number])
                for number in numbers
            ]
            with transaction.atomic():
                made = _create_questions(random, texts, plans, spaces)
            _create_answers(random, texts, made, plans, people)


def _shares(random: Random, *, questions: int, answers: int) -> array[int]:
    shares = array("L", bytes(array("L").itemsize * questions))
    longest = min(LONGEST, answers // _LONGEST_SHARE) if questions > 1 else 0
    shares[0] = longest
    for _ in range(answers - longest):
        shares[random.randrange(questions)] += 1
    return shares


def _plan(random: Random, asked_at: datetime, author: User, answers: int) -> _Plan:
    moments = sorted(asked_at + _WITHIN * random.random() for _ in range(answers))
    return _Plan(asked_at, author, moments)


def _create_questions(
    random: Random, texts: Texts, plans: list[_Plan], spaces: list[Space]
) -> list[Question]:
    first, others = spaces[0], spaces[1:] or spaces
    made = Question.objects.bulk_create(
        _question(random, texts, plan, random.choice(others) if index % 2 else first)
        for index, plan in enumerate(plans)
    )
    counts = Counter(row.space_id for row in made)
    answered = Counter(row.space_id for row in made if row.first_answer_at is not None)
    for pk, count in counts.items():
        Space.objects.filter(pk=pk).update(
            questions_count=F("questions_count") + count,
            answered_count=F("answered_count") + answered[pk],
        )
    return made


def _question(random: Random, texts: Texts, plan: _Plan, space: Space) -> Question:
    title, body = texts.title(), texts.question()
    answered = plan.answered_at
    return Question(
        author=plan.author,
        space=space,
        commune_id=space.commune_id,
        departement_id=space.departement_id,
        title=title.raw,
        body=body.raw,
        body_html=body.html,
        renderer_version=RENDERER_VERSION,
        lots=random.randint(8, 300),
        energy=random.choice(_ENERGIES),
        created_at=plan.asked_at,
        answers_count=len(answered),
        first_answer_at=answered[0] if answered else None,
        last_activity_at=answered[-1] if answered else plan.asked_at,
    )


def _create_answers(
    random: Random, texts: Texts, made: list[Question], plans: list[_Plan], people: list[User]
) -> None:
    """In the order of time, threads mixed as in life."""
    order = sorted(
        (moment, index) for index, plan in enumerate(plans) for moment in plan.answered_at
    )
    for some in batched(order, BATCH, strict=False):
        with transaction.atomic():
            rows = Answer.objects.bulk_create(
                _answer(random, texts, made[index], moment, people) for moment, index in some
            )
            UsefulVote.objects.bulk_create(_votes(random, rows, people))
    _settle(made)


def _settle(made: list[Question]) -> None:
    """The votes of each thread, and the accepted answer of some: its most useful."""
    theirs = Answer.objects.filter(question=OuterRef("pk")).order_by()
    votes = theirs.values("question").annotate(total=Sum("useful_count")).values("total")
    best = theirs.order_by("-useful_count", "created_at").values("pk")[:1]
    answered = [question.pk for question in made if question.answers_count]
    with transaction.atomic():
        Question.objects.filter(pk__in=answered).update(useful_count=Subquery(votes))
        Question.objects.filter(pk__in=answered[::_ONE_ACCEPTED_IN]).update(
            accepted_answer=Subquery(best), accepted_by_asker=True
        )


def _answer(
    random: Random, texts: Texts, question: Question, moment: datetime, people: list[User]
) -> Answer:
    body, most = texts.answer(), min(_MOST_USEFUL, len(people) - 1)
    return Answer(
        author_id=_another(random, people, question.author_id),
        question=question,
        commune_id=question.commune_id,
        departement_id=question.departement_id,
        body=body.raw,
        body_html=body.html,
        renderer_version=RENDERER_VERSION,
        created_at=moment,
        useful_count=0 if random.randrange(_ONE_USEFUL_IN) else random.randint(1, most),
    )


def _votes(random: Random, answers: list[Answer], people: list[User]) -> Iterator[UsefulVote]:
    """The votes that the counters say, by different people, never the author."""
    for answer in answers:
        if count := answer.useful_count:
            drawn = (one.pk for one in random.sample(people, count + 1))
            voters = [pk for pk in drawn if pk != answer.author_id][:count]
            yield from (UsefulVote(answer=answer, user_id=pk) for pk in voters)


def _another(random: Random, people: list[User], pk: int | None) -> int:
    """Somebody else than this person: there are two people at least."""
    while (found := random.choice(people).pk) == pk:
        pass
    return found


@contextmanager
def _own_dates(*kinds: type[models.Model]) -> Iterator[None]:
    """Rows written meanwhile keep the `created_at` they were given, instead of now."""
    fields = [kind._meta.get_field("created_at") for kind in kinds]
    for one in fields:
        one.auto_now_add = False  # type: ignore[union-attr]
    try:
        yield
    finally:
        for one in fields:
            one.auto_now_add = True  # type: ignore[union-attr]
