"""The first answer of a request: a message of its recipient, or a date for the visit asked; never a
mere change of status."""

from __future__ import annotations

from datetime import datetime

from ambassadeurs.coproprietes.models import Ambassadeur
from communaute.comptes.models import User
from socle.medians import median
from socle.public_pages import touch_public_pages

from ..enums import DeskStatus, Kind, State
from ..models import Demande, StatusEvent
from ..querysets import CLOCK_FROM

ANSWERS_MEASURED = 50


def record_first_answer(demande: Demande, now: datetime) -> None:
    """Stop the clocks of a request, and measure the ambassador's response time; not saved.

    To call once, under the lock of its row.
    """
    demande.first_answer_at = now
    demande.state = State.ANSWERED
    if demande.ambassadeur_id is None:
        return
    answered = Demande.objects.filter(
        ambassadeur=demande.ambassadeur_id, first_answer_at__isnull=False
    ).exclude(pk=demande.pk)
    times = answered.order_by("-first_answer_at").values_list(CLOCK_FROM, "first_answer_at")
    hours = [
        (end - start).total_seconds() / 3600
        for start, end in [*times[: ANSWERS_MEASURED - 1], (demande.clock_from, now)]
        if end is not None
    ]
    host = Ambassadeur.objects.select_for_update().get(pk=demande.ambassadeur_id)
    said = host.usual_days
    host.unanswered_in_a_row = 0
    host.answered_count += 1
    host.median_answer_hours = max(0, round(median(hours)))
    host.save(update_fields=["unanswered_in_a_row", "answered_count", "median_answer_hours"])
    if host.usual_days != said:
        touch_public_pages()


def take_up(demande: Demande, actor: User) -> None:
    """Whoever answers for an organisation follows the demande, unless a colleague already does;
    at an operator's, it is no longer « À traiter »; both can be changed back. The day to come back
    to it is gone. Not saved.

    To call under the lock of its row. The person reads the answer: nothing else is told.
    """
    if demande.organisation_id is None:
        return
    demande.follow_up_on = demande.follow_up_told_at = None
    if demande.assigned_to_id is None:
        demande.assigned_to = actor
    if demande.kind == Kind.EXPLOITANT and demande.desk_status == DeskStatus.A_TRAITER:
        StatusEvent.objects.create(
            demande=demande,
            actor=actor,
            from_status=demande.desk_status,
            to_status=DeskStatus.RECONTACTE,
        )
        demande.desk_status = DeskStatus.RECONTACTE


def answer_with_a_date(demande: Demande, now: datetime) -> None:
    """A visit is proposed to who asked for one: that answers a request that still waits."""
    if demande.first_answer_at is not None:
        return
    record_first_answer(demande, now)
    demande.last_act_at = now
    demande.save()
