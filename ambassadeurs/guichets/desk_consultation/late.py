"""Requests that operators and agencies leave unanswered, in all territories: no person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse

from ambassadeurs.demandes.enums import ClockStep, Kind
from ambassadeurs.demandes.models import ClockEvent, Demande
from ambassadeurs.demandes.querysets import CLOCK_FROM
from ambassadeurs.guichets.national.late import TEAM, LateKind, LateLine

from ..collectivite.nudges import is_recent, last_nudge
from ..lines import DeskLine

if TYPE_CHECKING:
    from ambassadeurs.demandes.querysets import DemandeQuerySet

STEPS = (
    ClockStep.WORKING_DAYS_REMINDER,
    ClockStep.COLLECTIVITE_ALERT,
    ClockStep.NATIONAL_ALERT,
)


def late_demandes() -> DemandeQuerySet:
    """Still without any answer after the first reminder, oldest first."""
    reminded = ClockEvent.objects.filter(step__in=STEPS)
    return (
        Demande.objects.unanswered()
        .filter(pk__in=reminded.values("demande"), kind__in=[Kind.EXPLOITANT, Kind.AGENCE])
        .select_related("commune", "reseau", "organisation", "requester")
        .defer("sent", "sent_text", "consent_text", "desk_comment")
        .order_by(CLOCK_FROM, "pk")
    )


def late_lines(now: datetime, most: int) -> Iterable[LateLine]:
    """For the page of all that is late: no person, the organisation, the commune, and when the
    answer was due."""
    for demande in late_demandes().annotate(last_nudge_at=last_nudge())[:most]:
        organisation = demande.organisation
        what = demande.get_purpose_display()
        yield LateLine(
            str(organisation or TEAM),
            f"{what}, {demande.commune}" if demande.commune else what,
            DeskLine(demande).due_at,
            remind_url=reverse("guichets:late_nudge", args=[demande.public_id]),
            reminded_at=demande.last_nudge_at if is_recent(demande.last_nudge_at) else None,
            phone=organisation.phone if organisation else "",
            email=organisation.email if organisation else "",
        )


KINDS = (LateKind("demandes", "Demandes sans réponse", late_lines),)
