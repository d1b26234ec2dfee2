"""Questions and answers in bulk, with their counters right."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import batched
from random import Random

from django.db.models import F
from django.utils import timezone

from communaute.comptes.models import User
from communaute.questions.models import Answer, Question, Space
from communaute.questions.text import render, search_text

from .people import BATCH, create_people

AUTHORS = 500
# One question in so many takes a share of the answers as large as all the others.
_LONG_THREADS = 200
_SUBJECTS = ("la sous-station", "le devis", "le vote", "les aides", "l’eau chaude", "le contrat")
_BODY = "Nous avons {lots} lots et une chaudière au {energy}. Que faut-il prévoir pour {subject} ?"
_ANSWER = "Chez nous, {subject} a demandé {months} mois. Demandez les plans au conseil syndical."


def create_community(random: Random, *, questions: int, answers: int) -> None:
    """`questions` spread over the spaces there are, `answers` over the questions created."""
    if not questions:
        return
    authors = create_people(min(AUTHORS, questions))
    made = _create_questions(random, questions, authors)
    shares = [1.0] * questions
    for index in range(0, questions, _LONG_THREADS):
        shares[index] = float(_LONG_THREADS)
    chosen = random.choices(range(questions), weights=shares, k=answers)
    counts: dict[int, int] = {}
    for index in chosen:
        counts[index] = counts.get(index, 0) + 1
    rows = _answers(random, made, chosen, authors)
    for batch in batched(rows, BATCH, strict=False):
        Answer.objects.bulk_create(batch)
    _count(made, counts)


def _create_questions(random: Random, count: int, authors: list[User]) -> list[Question]:
    spaces = list(Space.objects.order_by("pk"))
    now = timezone.now()
    made: list[Question] = []
    for numbers in batched(range(count), BATCH, strict=False):
        rows = [_question(random, number, spaces, authors, now) for number in numbers]
        made += Question.objects.bulk_create(rows)
    per_space: dict[int, int] = {}
    for question in made:
        per_space[question.space_id] = per_space.get(question.space_id, 0) + 1
    for pk, questions in per_space.items():
        Space.objects.filter(pk=pk).update(questions_count=F("questions_count") + questions)
    return made


def _question(
    random: Random, number: int, spaces: list[Space], authors: list[User], now: datetime
) -> Question:
    space = random.choice(spaces)
    subject = random.choice(_SUBJECTS)
    lots = random.randint(8, 300)
    energy = random.choice(("gaz", "fioul"))
    title = f"Comment préparer {subject} dans notre immeuble ? ({number})"
    body = _BODY.format(lots=lots, energy=energy, subject=subject)
    return Question(
        author=authors[number % len(authors)],
        space=space,
        commune_id=space.commune_id,
        departement_id=space.departement_id,
        title=title,
        body=body,
        body_html=render(body),
        search_text=search_text(title, body),
        lots=lots,
        energy=energy,
        last_activity_at=now - timedelta(minutes=random.randint(0, 500_000)),
    )


def _answers(
    random: Random, questions: list[Question], chosen: list[int], authors: list[User]
) -> Iterator[Answer]:
    html: dict[str, str] = {}
    for index in chosen:
        question = questions[index]
        subject, months = random.choice(_SUBJECTS), random.randint(3, 30)
        body = _ANSWER.format(subject=subject, months=months)
        if body not in html:
            html[body] = render(body)
        yield Answer(
            # Somebody else than the asker, unless there is nobody else.
            author=authors[(index + 1) % len(authors)],
            question=question,
            commune_id=question.commune_id,
            departement_id=question.departement_id,
            body=body,
            body_html=html[body],
        )


def _count(questions: list[Question], counts: dict[int, int]) -> None:
    """Number and first date of the answers, by one pass over those just written."""
    first: dict[int, datetime] = {}
    keys = [questions[index].pk for index in counts]
    for batch in batched(keys, BATCH, strict=False):
        rows = (
            Answer.objects.filter(question__in=batch)
            .exclude(author=F("question__author"))
            .order_by("-created_at")
            .values_list("question", "created_at")
        )
        first |= dict(rows)
    answered = []
    for index, count in counts.items():
        question = questions[index]
        question.answers_count = count
        question.first_answer_at = first.get(question.pk)
        answered.append(question)
    Question.objects.bulk_update(answered, ["answers_count", "first_answer_at"], batch_size=500)
