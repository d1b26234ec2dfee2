"""Telling those who reported what was decided: at once when they are few, else by a task."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from communaute.comptes.models import User
from communaute.notifications.services import tell, withdraw_many

from ..deadlines import told_from
from ..models import Case, Decision, Notice
from ..numbers import NUMBERS
from ..outcome import notices_behind, outcome_of
from ..registry import is_private, label_of


def tell_reporters(decision: Decision) -> None:
    """Tell all who reported what was decided, and what they may do if they disagree.

    In the transaction of the decision for a few; for more, by a task that starts once it is
    committed: who decides does not wait for hundreds of people.
    """
    notices = notices_behind(decision.case)
    if notices.count() > NUMBERS.told_at_once:
        tell_in_batches.enqueue(decision.pk)
        return
    _tell(decision, notices.select_related("reporter"))


@task
def tell_in_batches(decision_pk: int) -> int:
    """Tell those who reported, so many in each transaction; returns how many.

    Run again, it tells nobody twice. It stops when the decision was taken back.
    """
    last = told = 0
    while batch := _tell_batch(decision_pk, last):
        last, told = batch[-1], told + len(batch)
    return told


@transaction.atomic
def _tell_batch(decision_pk: int, after: int) -> list[int]:
    decision = Decision.objects.select_related("case").get(pk=decision_pk)
    # Whoever takes the decision back holds the case too.
    Case.objects.select_for_update().get(pk=decision.case_id)
    if not Decision.objects.standing().filter(pk=decision_pk).exists():
        return []
    rows = notices_behind(decision.case).filter(pk__gt=after)
    rows = rows.select_related("reporter").order_by("pk")
    batch = list(rows[: NUMBERS.told_in_a_batch])
    _tell(decision, batch)
    return [notice.pk for notice in batch]


def _tell(decision: Decision, notices: Iterable[Notice]) -> None:
    label, at, told = label_of(decision.case).lower(), told_from(decision), []
    for notice in notices:
        is_told = tell_reporter(
            "moderation.notice_decided",
            notice,
            key=_key(notice, decision),
            context={
                "label": label,
                "case": decision.case_id,
                "decision": decision.pk,
                "outcome": str(outcome_of(decision)),
                "is_private": is_private(decision.case),
                "decided_at": decision.decided_at,
                # What asks to read again is not read a third time (`can_contest`).
                "is_second": notice.contests_id is not None,
            },
            not_before=at,
        )
        if is_told:
            told.append(notice.pk)
    Notice.objects.filter(pk__in=told).update(told_at=at or timezone.now())


def take_back_from_reporters(decision: Decision) -> None:
    """Nothing of a decision that was undone at once is told to them any more."""
    notices = notices_behind(decision.case)
    withdraw_many(keys=[_key(notice, decision) for notice in notices])
    notices.update(told_at=None)


def tell_reporter(
    kind: str,
    notice: Notice,
    *,
    key: str,
    context: dict[str, Any],
    not_before: datetime | None = None,
) -> bool:
    """To the account that reported, else to the address that was left; False without any."""
    to = notice.reporter or notice.reporter_email
    if not to:
        return False
    tell(
        kind,
        to=to,
        key=key,
        url=notice.get_absolute_url(),
        context={**context, "number": notice.number},
        not_before=not_before,
    )
    return True


def _key(notice: Notice, decision: Decision) -> str:
    return f"moderation:notice:{notice.puid}:decision:{decision.pk}"


def forget_address(person: User, now: datetime) -> None:
    """Of reports sent without signing in, the address left to be answered at."""
    Notice.objects.filter(reporter_email__iexact=person.email).update(reporter_email="")
