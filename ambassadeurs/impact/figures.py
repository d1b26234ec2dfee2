"""The live figures of `/stats/`: read from the tables, never stored, each with its definition.

A fixed number of queries, whatever the number of rows. No visitor is followed: these are counts
of what the service keeps anyway.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete
from ambassadeurs.reseaux.adresse.eligibility import ELIGIBLE_OUTCOMES
from ambassadeurs.reseaux.enums import Outcome
from ambassadeurs.reseaux.models import AddressTest, Reseau
from cms.models import GuidePage
from communaute.questions.models import Question
from socle.medians import median_delay
from socle.small_counts import masked

from .numbers import NUMBERS
from .relations import RelationFigures

MONTHS_SHOWN = 12


@dataclass(frozen=True)
class AddressFigures:
    """Address tests. `by_outcome`: (label, total or None when masked, eligible?)."""

    total: int
    recent: int
    eligible: int
    by_outcome: list[tuple[str, int | None, bool]]

    @property
    def eligible_share(self) -> int | None:
        return share(self.eligible, self.total)


@dataclass(frozen=True)
class QuestionFigures:
    """Published questions. `ripe`: asked `fast_answer_hours` ago or earlier; `fast` of them were
    answered within that time by somebody else than the asker. `median` is to the first answer."""

    total: int
    recent: int
    answered: int
    accepted: int
    ripe: int
    fast: int
    median: timedelta | None

    @property
    def fast_share(self) -> int | None:
        return share(self.fast, self.ripe)


@dataclass(frozen=True)
class PeopleFigures:
    """Public ambassadors, the copropriétés and lots they speak for, networks covered."""

    ambassadors: int
    coproprietes: int
    lots: int
    networks_covered: int
    networks_known: int
    networks_planned: int
    guides: int


@dataclass(frozen=True)
class Month:
    """One month of the curve; `tests` is None when masked.

    Bars are drawn in a box of 240 × 100: whole units, `x` from the left, `…_y` from the top.
    """

    start: date
    tests: int | None
    questions: int
    x: int
    tests_bar: int
    questions_bar: int

    @property
    def tests_y(self) -> int:
        return 100 - self.tests_bar

    @property
    def questions_y(self) -> int:
        return 100 - self.questions_bar


@dataclass(frozen=True)
class Step:
    """One step of the funnel: how many (None: masked), and the width of its bar (0 to 100)."""

    label: str
    count: int | None
    note: str
    bar: int


def share(part: int, whole: int) -> int | None:
    """Rounded percentage; None when there is nothing to divide by."""
    return round(part * 100 / whole) if whole else None


def address_figures(now: datetime) -> AddressFigures:
    """One query."""
    rows = {
        row["outcome"]: row
        for row in AddressTest.objects.values("outcome")
        .annotate(
            total=Count("pk"),
            recent=Count("pk", filter=Q(created_at__gte=now - timedelta(days=NUMBERS.recent_days))),
        )
        .order_by("outcome")
    }
    totals = {outcome: rows.get(outcome, {"total": 0})["total"] for outcome in Outcome}
    shown = masked(totals)
    return AddressFigures(
        total=sum(totals.values()),
        recent=sum(row["recent"] for row in rows.values()),
        eligible=sum(totals[outcome] for outcome in ELIGIBLE_OUTCOMES),
        by_outcome=[
            (str(outcome.label), shown[outcome], outcome in ELIGIBLE_OUTCOMES)
            for outcome in Outcome
        ],
    )


def question_figures(now: datetime) -> QuestionFigures:
    """Two queries. A question counts as fast from 0 to exactly `fast_answer_hours`."""
    published = Question.objects.published()
    fast = timedelta(hours=NUMBERS.fast_answer_hours)
    is_ripe = Q(created_at__lte=now - fast)
    counts = published.aggregate(
        total=Count("pk"),
        recent=Count("pk", filter=Q(created_at__gte=now - timedelta(days=NUMBERS.recent_days))),
        answered=Count("pk", filter=Q(first_answer_at__isnull=False)),
        accepted=Count("pk", filter=Q(accepted_answer__isnull=False, accepted_by_asker=True)),
        ripe=Count("pk", filter=is_ripe),
        fast=Count("pk", filter=is_ripe & Q(first_answer_at__lte=F("created_at") + fast)),
    )
    return QuestionFigures(**counts, median=_median_delay(counts["answered"]))


def _median_delay(answered: int) -> timedelta | None:
    """The middle delay to the first answer."""
    delay = ExpressionWrapper(F("first_answer_at") - F("created_at"), DurationField())
    answered_ones = Question.objects.published().filter(first_answer_at__isnull=False)
    return median_delay(answered_ones, delay, answered)


def people_figures() -> PeopleFigures:
    """Four queries."""
    buildings = Copropriete.objects.with_public_ambassadors().aggregate(
        coproprietes=Count("pk"),
        lots=Sum("lots", default=0),
        networks_covered=Count("reseau", distinct=True),
    )
    networks = Reseau.objects.heat().aggregate(
        networks_known=Count("pk", filter=Q(status="existant")),
        networks_planned=Count("pk", filter=Q(status="en_construction")),
    )
    return PeopleFigures(
        ambassadors=Ambassadeur.objects.public().values("user").distinct().count(),
        guides=GuidePage.objects.visible().count(),
        **buildings,
        **networks,
    )


def monthly(now: datetime) -> list[Month]:
    """The last twelve months, oldest first, this one included. Two queries."""
    starts = _month_starts(timezone.localdate(now))
    tests = _by_month(AddressTest.objects.all(), starts)
    questions = _by_month(Question.objects.published(), starts)
    shown = masked(tests)
    top_tests = max((count or 0 for count in shown.values()), default=0) or 1
    top_questions = max(questions.values(), default=0) or 1
    return [
        Month(
            start=start,
            tests=shown[start],
            questions=questions[start],
            x=3 + 20 * place,
            tests_bar=round((shown[start] or 0) * 100 / top_tests),
            questions_bar=round(questions[start] * 100 / top_questions),
        )
        for place, start in enumerate(starts)
    ]


def _month_starts(today: date) -> list[date]:
    months = today.year * 12 + today.month - 1
    return [
        date(month // 12, month % 12 + 1, 1)
        for month in range(months - MONTHS_SHOWN + 1, months + 1)
    ]


def _by_month(rows, starts: list[date]) -> dict[date, int]:
    first = timezone.make_aware(datetime(starts[0].year, starts[0].month, 1))
    found = {
        row["month"].date(): row["count"]
        for row in rows.filter(created_at__gte=first)
        .order_by()
        .annotate(month=TruncMonth("created_at"))
        .values("month")
        .annotate(count=Count("pk"))
    }
    return {start: found.get(start, 0) for start in starts}


def funnel(
    addresses: AddressFigures, questions: QuestionFigures, relations: RelationFigures
) -> list[Step]:
    """From an address to a connection. Acts are counted, nobody is followed."""
    steps = [
        ("Adresses testées", addresses.total, "chaque test compte, même pour une même adresse"),
        ("Adresses proches d’un réseau", addresses.eligible, "raccordement envisageable"),
        ("Questions posées", questions.total, "publiées, masquées exclues"),
        ("Questions répondues", questions.answered, "par une autre personne que l’auteur"),
        ("Réponses retenues", questions.accepted, "l’auteur dit : « cela m’a aidé »"),
        ("Mises en relation", relations.total, "avec un ambassadeur, un exploitant ou une agence"),
        ("Mises en relation répondues", relations.answered, "au moins une réponse"),
        ("Visites tenues", relations.visits_held, "l’hôte l’a confirmé"),
        ("Raccordements obtenus", relations.connected, "l’exploitant l’a noté"),
    ]
    top = max(count or 0 for _, count, _ in steps) or 1
    return [
        Step(label, count, note, round((count or 0) * 100 / top)) for label, count, note in steps
    ]
