"""Accounts that nobody uses any more: told twice, then closed as their holder would."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField, F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from communaute.comptes.closing import close_account, obstacle_of
from communaute.comptes.enums import Closed
from communaute.comptes.models import User
from communaute.comptes.numbers import NUMBERS
from communaute.notifications.services import tell
from socle.calendar import months_before

from .models import IdleNotice


def _last_seen() -> Coalesce:
    return Coalesce("last_login", "date_joined", output_field=DateTimeField())


def _idle(now: datetime, months: int, more: timedelta = timedelta(0)) -> QuerySet[User]:
    """Accounts that nobody signed in to for so many months, less `more`; superusers apart, and
    those that the team closed."""
    seen = User.objects.annotate(seen=_last_seen()).filter(is_active=True, is_superuser=False)
    return seen.filter(seen__lte=months_before(now, months) + more).order_by("pk")


def is_still_idle(context: Mapping[str, Any]) -> bool:
    """Whether nobody signed in to the account since it was told."""
    rows = User.objects.annotate(seen=_last_seen()).filter(seen__lte=context["seen"])
    return rows.filter(pk=context["person"]).exists()


def untold(now: datetime) -> QuerySet[User]:
    """Idle since the first notice is due, and not told since they were last seen."""
    told = Q(idle_notice__first_at__gt=F("seen"))
    return _idle(now, NUMBERS.idle_notice_months).exclude(told)


def told_once(now: datetime) -> QuerySet[User]:
    """Told once, long enough ago, and about to be closed."""
    week = timedelta(days=NUMBERS.idle_last_days)
    waited = months_before(now, NUMBERS.idle_months - NUMBERS.idle_notice_months) + week
    return _idle(now, NUMBERS.idle_months, week).filter(
        idle_notice__first_at__gt=F("seen"),
        idle_notice__first_at__lte=waited,
        idle_notice__again_at=None,
    )


def told_twice(now: datetime) -> QuerySet[User]:
    """Told twice, and idle to the end."""
    week = timedelta(days=NUMBERS.idle_last_days)
    return _idle(now, NUMBERS.idle_months).filter(
        idle_notice__first_at__gt=F("seen"), idle_notice__again_at__lte=now - week
    )


def that_may_close(people: QuerySet[User]) -> list[int]:
    """Those (pks) whom nothing holds back: told that it will close, it does."""
    return [person.pk for person in people if not obstacle_of(person)]


@transaction.atomic
def tell_first(pk: int, now: datetime) -> dict[str, int]:
    person = _locked(pk)
    if not that_may_close(untold(now).filter(pk=pk)):
        return {}
    IdleNotice.objects.update_or_create(user=person, defaults={"first_at": now, "again_at": None})
    _tell(person, now, "donnees.idle_first")
    return {"idle_told": 1}


@transaction.atomic
def tell_again(pk: int, now: datetime) -> dict[str, int]:
    person = _locked(pk)
    if not that_may_close(told_once(now).filter(pk=pk)):
        return {}
    IdleNotice.objects.filter(user=person).update(again_at=now)
    _tell(person, now, "donnees.idle_again")
    return {"idle_told_again": 1}


@transaction.atomic
def close_idle(pk: int, now: datetime) -> dict[str, int]:
    person = _locked(pk)
    if not that_may_close(told_twice(now).filter(pk=pk)):
        return {}
    return {"idle_closed": int(close_account(actor=person, now=now, why=Closed.IDLE))}


def _locked(pk: int) -> User:
    return User.objects.select_for_update(no_key=True).get(pk=pk)


def _tell(person: User, now: datetime, kind: str) -> None:
    """To the address: it is there that somebody who comes no more reads."""
    tell(
        kind,
        to=person.email,
        account=person,
        key=f"{kind}-{person.pk}-{now:%Y%m%d}",
        url=reverse("account_login"),
        context={
            "person": person.pk,
            "name": person.display_name,
            "seen": person.last_login or person.date_joined,
            "closes": now + timedelta(days=NUMBERS.idle_last_days),
        },
    )
