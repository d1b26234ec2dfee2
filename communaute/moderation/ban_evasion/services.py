"""A measure follows its person: noted when they sign in, kept when they close their account."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from communaute.moderation.enums import Act
from communaute.moderation.services.log import record, together
from socle.clock import Step

from .models import KeptMark, Return
from .querysets import (
    mark_of,
    marks_to_forget,
    measures_followed,
    measures_of_mailbox,
    others_of_mailbox,
    standing_measures,
)

if TYPE_CHECKING:
    from django.http import HttpRequest

    from communaute.comptes.models import User


def arrival(request: HttpRequest) -> None:
    """Somebody has just signed in: the address was checked, it is theirs."""
    note_return(account=cast("User", request.user), now=timezone.now())


@transaction.atomic
def note_return(*, account: User, now: datetime) -> int:
    """Have the standing measures towards the owner of this mailbox hold for this account too, each
    noted once in the log of its case; returns how many are new.

    No new decision is taken: the person has the statement of reasons, and contests it as it says.
    """
    found = measures_of_mailbox(account, now)
    known = set(Return.objects.filter(account=account).values_list("sanction", flat=True))
    fresh = {one.pk: one for one in found if one.pk not in known}
    Return.objects.bulk_create(
        [Return(account=account, sanction=one, noted_at=now) for one in fresh.values()],
        ignore_conflicts=True,
    )
    with together():
        for one in fresh.values():
            record(one.decision.case, Act.EVASION, detail=one.get_kind_display())
    account.forget()
    return len(fresh)


def hold_for_others(person: User, now: datetime) -> int:
    """A measure was just taken: it holds at once for the other accounts of the mailbox, signed in
    or not; returns for how many. In the caller's transaction."""
    return sum(note_return(account=one, now=now) for one in others_of_mailbox(person))


def keep_address(user: User, now: datetime) -> None:
    """An account closes: while a measure stands, the mark of its mailbox stays."""
    rows = standing_measures(now).filter(Q(person=user) | measures_followed(user))
    mark = mark_of(user.email)
    KeptMark.objects.bulk_create(
        [KeptMark(sanction=one, mark=mark, kept_at=now) for one in rows],
        ignore_conflicts=True,
    )


def forget_mark(pk: int, now: datetime) -> dict[str, int]:
    """Erase one mark, once over."""
    number, _ = marks_to_forget(now).filter(pk=pk).delete()
    return {"marks_forgotten": number} if number else {}


def marks_over(now: datetime) -> list[int]:
    return list(marks_to_forget(now).order_by("pk").values_list("pk", flat=True))


STEP = Step(
    key="ban_evasion.forget",
    label="Empreintes d’adresses gardées pendant une mesure : effacées quand elle est finie",
    due=marks_over,
    do=forget_mark,
)
