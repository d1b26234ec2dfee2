"""Finding a person by what they say of themselves."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from communaute.comptes.models import User
from communaute.moderation.enums import SanctionKind
from communaute.moderation.models import Sanction

from ..numbers import NATIONAL_NUMBERS


def people_found(words: str) -> list[User]:
    """Accounts of that e-mail, or whose name or e-mail holds the words; the exact one first."""
    wanted = words.strip().lower()
    found = User.objects.filter(Q(email__icontains=wanted) | Q(display_name__icontains=wanted))
    rows = list(found.order_by("display_name", "pk")[: NATIONAL_NUMBERS.found_max])
    exact = User.objects.filter(email=wanted).first()
    return [exact, *(one for one in rows if one != exact)] if exact else rows


def shut_now(people: Iterable[User]) -> dict[int, Sanction]:
    """The measure that shuts each account now: a closing before a suspension; one query."""
    kinds = (SanctionKind.SUSPENSION, SanctionKind.CLOSING)
    rows = Sanction.objects.standing(timezone.now()).filter(person__in=people, kind__in=kinds)
    found = sorted(rows, key=lambda one: one.kind != SanctionKind.SUSPENSION)
    return {one.person_id: one for one in found if one.person_id is not None}
