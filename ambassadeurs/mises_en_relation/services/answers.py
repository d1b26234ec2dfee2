"""The first answer of a request: a message of its recipient, or a date for the visit asked."""

from __future__ import annotations

import statistics
from datetime import datetime

from django.db.models import F

from ambassadeurs.coproprietes.models import Ambassadeur

from ..enums import Purpose, State
from ..models import Booking, MiseEnRelation
from ..querysets import CLOCK_FROM

ANSWERS_MEASURED = 50


def record_first_answer(mise: MiseEnRelation, now: datetime) -> None:
    """Stop the clocks of a request, and measure the ambassador's response time; not saved.

    To call once, under the lock of its row.
    """
    mise.first_answer_at = now
    mise.state = State.ANSWERED
    if mise.ambassadeur_id is None:
        return
    answered = MiseEnRelation.objects.filter(
        ambassadeur=mise.ambassadeur_id, first_answer_at__isnull=False
    ).exclude(pk=mise.pk)
    times = answered.order_by("-first_answer_at").values_list(CLOCK_FROM, "first_answer_at")
    hours = [
        (end - start).total_seconds() / 3600
        for start, end in [*times[: ANSWERS_MEASURED - 1], (mise.clock_from, now)]
        if end is not None
    ]
    Ambassadeur.objects.filter(pk=mise.ambassadeur_id).update(
        unanswered_in_a_row=0,
        answered_count=F("answered_count") + 1,
        median_answer_hours=max(0, round(statistics.median(hours))),
    )


def waiting_for_a_date(host: Ambassadeur, now: datetime) -> list[MiseEnRelation]:
    """Open requests for a visit to this host, of people who have no place yet; locked.

    To lock before the host, as messages and the clock do.
    """
    placed = Booking.objects.holding_a_place().filter(
        visit__ambassadeur=host, visit__starts_at__gt=now
    )
    threads = MiseEnRelation.objects.open().filter(
        ambassadeur=host, purpose=Purpose.VISITE, requester__isnull=False
    )
    threads = threads.exclude(requester__in=placed.values("user")).order_by("created_at", "pk")
    return list(threads.select_for_update(of=("self",)).select_related("requester"))


def answer_with_a_date(mise: MiseEnRelation, now: datetime) -> None:
    """A visit is proposed to who asked for one: that answers a request that still waits."""
    if mise.first_answer_at is not None:
        return
    record_first_answer(mise, now)
    mise.last_act_at = now
    mise.save()
