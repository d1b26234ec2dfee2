"""How much the ambassadors of a copropriété tell, and how well they answer: one number, by which
those who help most come first (`ambassadeurs.annuaire.directory`).

Counted when their sheet changes, and once a day for what they answer.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone

from communaute.moderation.enums import ContentStatus
from communaute.questions.models import Answer, Question
from socle.public_pages import add_to_public_pages
from socle.scheduler import Step

from .models import Ambassadeur, Copropriete, RetourExperience

# A published sheet, one of its figures checked on a document, what their answers brought, how soon
# they answer: the most points of each.
SHEET, VERIFIED_FIGURES, ANSWERS, PROMPT = 5, 5, 5, 5
MOST = SHEET + VERIFIED_FIGURES + ANSWERS + PROMPT
# An accepted answer is one point; so are so many people whom their answers helped.
HELPED_A_POINT = 3
# Usual days to answer, at most, and their points.
PROMPT_POINTS = ((3, PROMPT), (7, 3), (14, 1))
# Buildings counted at one turn of the clock: the others wait for the next one.
A_TURN = 500


@transaction.atomic
def count(pk: int, now: datetime | None = None) -> bool:
    """Count one copropriété again; whether its number moved. Nothing when it is gone."""
    now = now or timezone.now()
    rows = Copropriete.objects.filter(pk=pk)
    known = rows.values_list("telling", "has_verified_figures").first()
    if known is None:
        return False
    was, has_verified_figures = known
    people = list(Ambassadeur.objects.public(now).filter(copropriete=pk))
    told = _points(pk, people, has_verified_figures=has_verified_figures) if people else 0
    rows.update(telling=told, telling_counted_on=timezone.localdate(now))
    if told != was:
        add_to_public_pages()
    return told != was


def _points(pk: int, people: list[Ambassadeur], *, has_verified_figures: bool) -> int:
    has_sheet = RetourExperience.objects.published().filter(copropriete=pk).exists()
    return (
        SHEET * has_sheet
        + VERIFIED_FIGURES * has_verified_figures
        + min(ANSWERS, _answers(people))
        + max(_prompt(one.usual_days) for one in people)
    )


def _answers(people: list[Ambassadeur]) -> int:
    """The points of what they answered in public, without end."""
    rows = Answer.objects.published().filter(author__in=[one.user_id for one in people])
    accepted = Question.objects.published().filter(accepted_answer__in=rows).count()
    helped = rows.aggregate(people=Sum("useful_count"))["people"] or 0
    return accepted + helped // HELPED_A_POINT


def _prompt(days: int | None) -> int:
    if days is None:
        return 0
    return next((points for most, points in PROMPT_POINTS if days <= most), 0)


def to_count(now: datetime) -> list[int]:
    """Public copropriétés not counted yet today."""
    today = timezone.localdate(now)
    late = Q(telling_counted_on=None) | Q(telling_counted_on__lt=today)
    rows = Copropriete.objects.with_public_ambassadors().filter(late).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:A_TURN])


def _count_one(pk: int, now: datetime) -> dict[str, int]:
    return {"counted_again": 1} if count(pk, now) else {}


STEP = Step(
    key="coproprietes.count_telling",
    label="Ce que racontent les ambassadeurs : compté chaque jour",
    due=to_count,
    do=_count_one,
    after=("coproprietes.end_mandates",),
)


ANSWERS_SHOWN = 5


def answers_of(copropriete: Copropriete) -> list[Answer]:
    """What its public ambassadors answered in the space of its network, newest first.

    Published answers to published questions only. One query.
    """
    space = copropriete.reseau.space if copropriete.reseau else None
    if space is None:
        return []
    people = Ambassadeur.objects.public().filter(copropriete=copropriete).values("user")
    return list(
        Answer.objects.published()
        .filter(
            question__space=space,
            question__status=ContentStatus.PUBLISHED,
            author__in=people,
        )
        .select_related("question")
        .order_by("-created_at", "-pk")[:ANSWERS_SHOWN]
    )
