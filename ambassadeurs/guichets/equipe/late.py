"""Requests that operators and agencies leave unanswered, in all territories: no person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.urls import reverse

from ambassadeurs.mises_en_relation.enums import ClockStep, DeskStatus, Kind
from ambassadeurs.mises_en_relation.models import ClockEvent, Demande
from ambassadeurs.mises_en_relation.querysets import CLOCK_FROM
from communaute.national.late import TEAM, LateKind, LateLine

if TYPE_CHECKING:
    from ambassadeurs.mises_en_relation.querysets import DemandeQuerySet

STEPS = (
    ClockStep.WORKING_DAYS_REMINDER,
    ClockStep.COLLECTIVITE_ALERT,
    ClockStep.NATIONAL_ALERT,
)


def late_demandes() -> DemandeQuerySet:
    """Still without any answer after the first reminder, oldest first, with the steps done."""
    reminded = ClockEvent.objects.filter(step__in=STEPS)
    return (
        Demande.objects.waiting()
        .filter(
            pk__in=reminded.values("demande"),
            kind__in=[Kind.EXPLOITANT, Kind.AGENCE],
            first_answer_at__isnull=True,
            desk_status=DeskStatus.A_TRAITER,
        )
        .select_related("commune", "reseau", "organisation")
        .prefetch_related(Prefetch("clock", queryset=reminded.order_by("at", "pk")))
        .defer("sent", "sent_text", "consent_text", "desk_comment")
        .order_by(CLOCK_FROM, "pk")
    )


def late_lines(now: datetime, most: int) -> Iterable[LateLine]:
    """The same for the page of all that is late: no person, the organisation and the commune."""
    for demande in late_demandes()[:most]:
        steps = list(demande.clock.all())
        whose = str(demande.organisation or TEAM)
        what = f"Demande à {demande.commune}" if demande.commune else "Demande"
        yield LateLine(whose, what, steps[0].at, reverse("guichets:late_demandes"))


LATE = LateKind("demandes", "Demandes sans réponse", late_lines)
