"""Drawing decisions to read again, and reading them."""

from __future__ import annotations

import random
from datetime import date, datetime
from math import ceil
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Organisation, User
from communaute.moderation.kinds_of_contents import private_types
from communaute.moderation.models import Decision
from communaute.notifications.services import tell_each

from ..enums import WITH_STATEMENT, DecisionKind, Verdict
from ..errors import ReadingRefused
from ..numbers import READING_NUMBERS
from ..perms import can_read_again
from ..transparency.periods import Period
from ..transparency.sections import Raw, Section, Unit
from .models import DrawnMonth, SecondReading

# What a second reader can judge from the text alone: kept online, or not.
_JUDGED = (
    *(DecisionKind.KEEP, DecisionKind.APPROVE, DecisionKind.ASK_EDIT),
    *(DecisionKind.HIDE, DecisionKind.REMOVE),
)


def decisions_of(month: date) -> QuerySet[Decision]:
    """Decisions of people about a public text in that month, those taken back at once left out."""
    start, end = _bounds(month)
    rows = Decision.objects.filter(decided_at__gte=start, decided_at__lt=end, kind__in=_JUDGED)
    rows = rows.exclude(case__content_type__in=private_types())
    return rows.exclude(undone_by__kind=DecisionKind.UNDO).order_by("pk")


@transaction.atomic
def draw_month(*, month: date) -> int:
    """Draw the decisions of a month to be read again; returns how many. Once: again, none.

    The seed is the month's, so that anybody who holds the log can draw the same.
    """
    if DrawnMonth.objects.select_for_update().filter(month=month).exists():
        return 0
    pks = list(decisions_of(month).values_list("pk", flat=True))
    drawn = random.Random(f"second-reading-{month:%Y-%m}")  # noqa: S311 -- must be done again
    chosen = sorted(drawn.sample(pks, ceil(len(pks) * READING_NUMBERS.percent / 100)))
    DrawnMonth.objects.create(month=month, decisions=len(pks), drawn=len(chosen))
    agencies = list(_reading_agencies())
    for decision in Decision.objects.filter(pk__in=chosen).order_by("pk"):
        others = [agency for agency in agencies if agency.pk != decision.organisation_id]
        reading = SecondReading.objects.create(
            decision=decision,
            month=month,
            organisation=drawn.choice(others) if others else None,
            drawn_at=timezone.now(),
        )
        _tell(reading)
    return len(chosen)


@transaction.atomic
def read_again(
    *, actor: User, reading: SecondReading, verdict: str, rule: str = "", note: str = ""
) -> SecondReading:
    """Say what one would have decided; then it can be compared.

    Raises ReadingRefused when it is not one's to read, or when it was read already.
    """
    reading = SecondReading.objects.select_for_update().get(pk=reading.pk)
    if not can_read_again(actor, reading):
        message = "Cette relecture revient à quelqu’un d’autre."
        raise ReadingRefused(message)
    if reading.read_at is not None:
        message = "Cette relecture est déjà faite."
        raise ReadingRefused(message)
    restricted = reading.decision.kind in WITH_STATEMENT
    reading.verdict, reading.note = verdict, note.strip()
    reading.rule = rule if verdict == Verdict.RESTRICT else ""
    reading.reader, reading.read_at = actor, timezone.now()
    reading.agrees = restricted == (verdict == Verdict.RESTRICT)
    if restricted and reading.rule:
        reading.same_rule = _code(reading.rule) == _code(reading.decision.statement.rule)
    reading.save()
    return reading


def _code(citation: str) -> str:
    """A rule without its version: two versions of one rule are the same rule."""
    return citation.partition(" (version")[0]


def _reading_agencies() -> QuerySet[Organisation]:
    """Agencies with somebody to read."""
    agencies = Organisation.objects.filter(
        kind=OrganisationKind.AGENCE, memberships__user__is_active=True
    )
    return agencies.distinct().order_by("pk")


def _tell(reading: SecondReading) -> None:
    of_agency = Q(memberships__organisation=reading.organisation_id)
    of_team = Q(memberships__organisation__kind=OrganisationKind.EQUIPE)
    people = User.objects.filter(of_agency if reading.organisation_id else of_team, is_active=True)
    tell_each(
        "second_reading.to_read",
        to=people.distinct().order_by("pk"),
        key=f"deuxieme-lecture-{reading.pk}",
        url=reading.get_absolute_url(),
        context={"month": reading.month, "reading": reading.pk},
    )


def _bounds(month: date) -> tuple[datetime, datetime]:
    after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    start, end = (datetime(day.year, day.month, 1) for day in (month, after))
    return timezone.make_aware(start), timezone.make_aware(end)


if TYPE_CHECKING:
    pass


def count(period: Period, organisation: Organisation | None) -> Raw:
    """[readings, of which the same decision], and the same for the rule."""
    rows = SecondReading.objects.filter(period.contains("read_at"))
    if organisation:
        rows = rows.filter(decision__organisation=organisation)
    compared = rows.filter(same_rule__isnull=False)
    return {
        "sense": [rows.count(), rows.filter(agrees=True).count()],
        "rule": [compared.count(), compared.filter(same_rule=True).count()],
    }


AGREEMENT = Section(
    "agreement",
    "Deuxième lecture",
    "Chaque mois, une part des décisions est relue par une autre agence, qui ne sait pas ce qui a "
    "été décidé.",
    count,
    {"sense": "Même décision", "rule": "Même règle, quand les deux restreignent"},
    unit=Unit.RATES,
)
SECTIONS = (AGREEMENT,)
